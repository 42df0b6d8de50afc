/** The one page of ours in front of Fauxton. It has no script: it works in any browser, and nothing can be put into it. */

export type SignInFault = keyof typeof FAULTS

export const FAULTS = {
  'wrong-secret': 'That is not the console secret. It was shown when this server first started.',
  'too-many': 'There were too many wrong secrets. Wait a minute and try again.',
} as const

export function signInPage(fault: SignInFault | undefined): string {
  const sentence = fault && `<p id="fault" role="alert">${FAULTS[fault]}</p>`
  const invalid = fault ? ' aria-invalid="true" aria-describedby="fault"' : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${fault ? 'Not signed in: ' : ''}Urna database</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_sign_in.css">
</head>
<body>
<main>
<h1>Urna database</h1>
<p>Here you look into the election server’s database with Fauxton. What you change here, you change for everybody, and each change is noted in the server’s log.</p>
<form method="post" action="/_sign_in">
<label for="secret">Console secret</label>
<input id="secret" name="secret" type="password" required autofocus autocomplete="current-password" autocapitalize="characters" spellcheck="false"${invalid}>
${sentence ?? ''}
<button type="submit">Sign in</button>
</form>
</main>
</body>
</html>
`
}

export const SIGN_IN_STYLE = `:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fbfaf7; --line: #5b6470; --accent: #0b5a52; --on-accent: #fff; --fault: #9b1c1c }
@media (prefers-color-scheme: dark) { :root { --ink: #f1efe9; --paper: #15181c; --line: #a7b0bb; --accent: #8fd6cb; --on-accent: #10231f; --fault: #ffb4ab } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.5 system-ui, sans-serif }
main { max-width: 30rem; margin: 0 auto; padding: 3rem 1.25rem }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem }
label { display: block; font-weight: 600; margin-top: 2rem }
input { width: 100%; min-height: 3rem; margin-top: .5rem; padding: .5rem .75rem; font: inherit; color: inherit; background: transparent; border: 2px solid var(--line); border-radius: .375rem }
button { min-height: 3rem; margin-top: 1.25rem; padding: .5rem 1.5rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 2px solid transparent; border-radius: .375rem; cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
#fault { color: var(--fault); font-weight: 600; margin: .75rem 0 0 }
`
