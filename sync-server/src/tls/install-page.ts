import type { InstallSite } from './install-site.ts'

/** The page by which a phone comes to trust this server. It holds no secret and no link to elsewhere. */
export function renderInstallPage({ origin, fingerprint }: InstallSite): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Let this phone trust the election server</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/install.css">
</head>
<body>
<main>
<h1>Let this phone trust the election server</h1>
<p>Browsers keep a ballot and sign it on secure pages only. This server is in your own network and has a certificate of its
own, so your phone has to be told once that it may trust it.</p>
<p><a class="button" href="/urna-authority.crt">Get the certificate</a></p>
<h2>Android</h2>
<ol>
<li>Get the certificate above.</li>
<li>Open <b>Settings</b> and search for <b>CA certificate</b>. It is under Security, Encryption and credentials, Install a
certificate.</li>
<li>Choose <b>Install anyway</b>, then the file <b>urna-authority.crt</b> in your downloads.</li>
</ol>
<h2>iPhone and iPad</h2>
<ol>
<li>Get the certificate above in Safari, and allow the download.</li>
<li>Open <b>Settings</b>, <b>Profile Downloaded</b>, and install it.</li>
<li>Then <b>Settings</b>, <b>General</b>, <b>About</b>, <b>Certificate Trust Settings</b>: switch it on.</li>
</ol>
<h2>Is it the right one?</h2>
<p>This page came over an open line. Compare the fingerprint that your phone shows with the one on the organiser’s screen:</p>
<p class="fingerprint">${fingerprint}</p>
<p>The certificate is good for addresses inside local networks and for this server, and for no other site. Remove it after
the election in the same settings.</p>
<h2>Then vote</h2>
<p><a class="button" href="${origin}/">Open ${origin}</a></p>
<p>Or open the join link that you got from the organiser.</p>
</main>
</body>
</html>
`
}

export const STYLES = `:root { color-scheme: light dark; }
body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-inline-size: 40rem; margin: 0 auto; padding: 1rem; }
h1, h2 { line-height: 1.2; text-wrap: balance; }
li + li { margin-block-start: 0.5rem; }
.button { display: inline-block; padding: 0.75rem 1.25rem; border: 2px solid; border-radius: 6px; font-weight: 600;
  overflow-wrap: anywhere; }
.fingerprint { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
`
