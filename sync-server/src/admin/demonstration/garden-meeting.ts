import { formatTime } from '#protocol/decode'

const DAY_MS = 24 * 60 * 60_000
const OPEN_DAYS = 30

/** The definition of the demonstration: the yearly meeting of a garden association, open for thirty days from `now`. */
export function gardenMeeting(election: string, now: Date): object {
  const closes = formatTime(new Date(now.getTime() + OPEN_DAYS * DAY_MS))
  const acceptUntil = formatTime(new Date(now.getTime() + (OPEN_DAYS + 1) * DAY_MS))
  return {
    election,
    title: 'Linden Street Gardens: yearly meeting',
    closes,
    acceptUntil,
    contests: [
      {
        id: 'chair',
        title: 'Who should chair the association?',
        method: 'plurality',
        options: [
          { id: 'amara', title: 'Amara Osei' },
          { id: 'jonas', title: 'Jonas Lindqvist' },
          { id: 'mei', title: 'Mei Tanaka' },
        ],
      },
      {
        id: 'committee',
        title: 'Who should sit on the committee?',
        method: 'plurality',
        seats: 2,
        options: [
          { id: 'farid', title: 'Farid Haddad' },
          { id: 'greta', title: 'Greta Novak' },
          { id: 'luis', title: 'Luis Ferreira' },
          { id: 'priya', title: 'Priya Raman' },
        ],
      },
      {
        id: 'projects',
        title: 'Which two projects should we start this year?',
        method: 'approval',
        seats: 2,
        options: [
          { id: 'rainwater', title: 'Rainwater tanks for the upper plots' },
          { id: 'orchard', title: 'A shared orchard along the south fence' },
          { id: 'greenhouse', title: 'Repairing the old greenhouse' },
          { id: 'tool-shed', title: 'A tool shed that everyone can use' },
          { id: 'bee-meadow', title: 'A meadow for bees by the gate' },
        ],
      },
    ],
  }
}
