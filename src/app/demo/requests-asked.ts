import type { Status } from '#prioritize/requests/rules.ts'

export interface DemoMove {
  to: Status
  daysAgo: number
  reason?: string
  /** days from the end of the year */
  parkedFor?: number
  targetIn?: number
}

export interface DemoRequest {
  title: string
  problem?: string
  value?: string
  /** the code of a product area */
  area: string
  daysAgo: number
  owner?: number
  /** the newest items that say one of these are quoted */
  says: string[]
  effort?: [low: number, high: number, confidence: number]
  rivals?: string[]
  moves?: DemoMove[]
}

const review = (daysAgo: number): DemoMove => ({ to: 'under_review', daysAgo })
const plan = (daysAgo: number, targetIn: number): DemoMove => ({ to: 'planned', daysAgo, targetIn })
const start = (daysAgo: number, targetIn: number): DemoMove => ({ to: 'in_progress', daysAgo, targetIn })
const ship = (daysAgo: number): DemoMove => ({ to: 'shipped', daysAgo })
const park = (daysAgo: number, parkedFor: number, reason: string): DemoMove => ({
  to: 'parked',
  daysAgo,
  parkedFor,
  reason,
})
const decline = (daysAgo: number, reason: string): DemoMove => ({ to: 'declined', daysAgo, reason })

/** What the invented company is asked for, and what it made of it. */
export const askedFor: readonly DemoRequest[] = [
  {
    title: 'Show what an import would change before it runs',
    problem:
      'Offices import their list of families once a term and cannot tell what will happen. Afterwards they check every row by hand.',
    value: 'The first import decides whether a new office stays; seven of ten run it twice or more.',
    area: 'R2c',
    daysAgo: 120,
    owner: 1,
    says: ['show what would change before'],
    effort: [3, 5, 80],
    rivals: ['Termwise', 'Rollbook'],
    moves: [review(95), plan(80, 30), start(25, 30)],
  },
  {
    title: 'Remember the columns of the last import',
    area: 'R2c',
    daysAgo: 110,
    says: ['remember the columns we chose'],
    effort: [0.5, 1, 90],
    moves: [plan(60, 60)],
  },
  {
    title: 'An undo for imports',
    area: 'R2c',
    daysAgo: 104,
    owner: 3,
    says: ['an undo for imports'],
    effort: [4, 9, 50],
    moves: [review(12)],
  },
  {
    title: 'A list of the rows an import refused',
    area: 'R2c',
    daysAgo: 140,
    owner: 1,
    says: ['rows that were refused'],
    effort: [1, 1, 90],
    moves: [plan(120, -30), start(70, -30), ship(33)],
  },
  {
    title: 'Imports on a schedule',
    area: 'R2c',
    daysAgo: 88,
    says: ['imports on a schedule'],
    effort: [3, 8, 40],
  },
  {
    title: 'A whole statement cycle in one file',
    problem:
      'Auditors ask for every statement of a cycle. Offices open and save them one by one, over two hundred of them.',
    value: 'Asked for before every audit, by the accounts that pay most.',
    area: 'A1',
    daysAgo: 200,
    owner: 3,
    says: ['export a whole statement cycle'],
    effort: [2, 3, 80],
    rivals: ['Termwise', 'Rollbook', 'Duely'],
    moves: [park(180, -30, 'It comes up once a year, before the audit.'), review(28), plan(15, 55)],
  },
  {
    title: 'Statements on different days per group',
    area: 'A1',
    daysAgo: 70,
    says: ['send statements on different days'],
    effort: [2, 4, 60],
  },
  {
    title: 'A sentence of one’s own on a statement',
    area: 'A1',
    daysAgo: 66,
    says: ['add a sentence per family'],
    effort: [1, 2, 70],
    moves: [review(9)],
  },
  {
    title: 'Hold back single statements',
    area: 'A1',
    daysAgo: 61,
    owner: 3,
    says: ['hold back single statements'],
    effort: [1, 3, 60],
    moves: [review(20), plan(13, 90)],
  },
  {
    title: 'Numbers of one’s own for receipts',
    area: 'R2b',
    daysAgo: 97,
    says: ['let us number receipts ourselves'],
    effort: [1, 2, 80],
    moves: [review(9)],
  },
  {
    title: 'The child’s name on the receipt',
    area: 'R2b',
    daysAgo: 150,
    owner: 1,
    says: ['name on the receipt'],
    effort: [0.5, 0.5, 90],
    moves: [plan(130, -95), ship(92)],
  },
  {
    title: 'Our own font on receipts',
    area: 'R2b',
    daysAgo: 115,
    owner: 3,
    says: ['add our logo font'],
    effort: [2, 6, 40],
    moves: [
      decline(
        58,
        'Receipts have to be readable in every mail program; fonts of one’s own are not shown there.',
      ),
    ],
  },
  {
    title: 'Reminders wait until the direct debit has run',
    problem: 'Families who pay by direct debit get a reminder the day before it runs, and call.',
    area: 'R2d',
    daysAgo: 90,
    owner: 1,
    says: ['wait until the direct debit has run'],
    effort: [1, 2, 80],
    rivals: ['Duely'],
    moves: [review(60), start(24, 20)],
  },
  {
    title: 'Reminders by text message',
    area: 'R2d',
    daysAgo: 230,
    owner: 3,
    says: ['be sent by text message'],
    effort: [3, 4, 70],
    rivals: ['Rollbook'],
    moves: [plan(200, -50), start(130, -50), ship(47)],
  },
  {
    title: 'A softer first reminder',
    area: 'R2d',
    daysAgo: 84,
    says: ['softer first wording'],
    effort: [0.5, 1, 90],
  },
  {
    title: 'Three levels of reminder',
    area: 'R2d',
    daysAgo: 77,
    owner: 3,
    says: ['three levels of reminder'],
    effort: [2, 4, 70],
    moves: [review(9)],
  },
  {
    title: 'Pause reminders for families in hardship',
    area: 'R2d',
    daysAgo: 73,
    owner: 1,
    says: ['pause for families in hardship'],
    effort: [1, 3, 70],
    moves: [review(30), plan(22, 70)],
  },
  {
    title: 'Reminders in two languages',
    area: 'R2d',
    daysAgo: 69,
    says: ['reminders in two languages'],
    effort: [3, 7, 50],
    moves: [park(20, 60, 'After the texts are kept apart from the code.')],
  },
  {
    title: 'Excel export for every report',
    problem: 'Boards want figures in a spreadsheet. Offices copy them by hand, and the copies are wrong.',
    area: 'E1',
    daysAgo: 160,
    owner: 3,
    says: ['an excel export for'],
    effort: [2, 5, 70],
    rivals: ['Termwise'],
    moves: [review(100), plan(75, 40)],
  },
  {
    title: 'Compare the overview with last year',
    area: 'E1',
    daysAgo: 58,
    says: ['compare with last year'],
    effort: [2, 3, 60],
  },
  {
    title: 'Share the overview with trustees',
    area: 'E1',
    daysAgo: 55,
    says: ['share the overview with our trustees'],
    effort: [3, 5, 50],
    moves: [review(9)],
  },
  {
    title: 'Saved cards',
    area: 'R2a',
    daysAgo: 125,
    owner: 1,
    says: ['saved cards'],
    effort: [4, 6, 60],
    rivals: ['Rollbook', 'Duely'],
    moves: [review(50), plan(36, 110)],
  },
  {
    title: 'Payment in three parts',
    area: 'R2a',
    daysAgo: 118,
    says: ['payment in three parts'],
    effort: [5, 9, 40],
    moves: [park(64, 45, 'The bank changes its terms in the new year.')],
  },
  {
    title: 'Refunds to the balance',
    area: 'R2a',
    daysAgo: 52,
    says: ['refunds to the balance'],
    effort: [2, 3, 70],
  },
  {
    title: 'A mobile app for people who teach',
    problem: 'Coaches and teachers stand on a field without a desk.',
    area: 'R2e',
    daysAgo: 210,
    owner: 3,
    says: ['a mobile app for'],
    effort: [14, 30, 30],
    rivals: ['Termwise', 'Rollbook'],
    moves: [
      review(150),
      park(110, 75, 'Seven months of work; first the register works without a connection.'),
    ],
  },
  {
    title: 'Take the register offline',
    area: 'R2e',
    daysAgo: 100,
    owner: 3,
    says: ['take the register offline'],
    effort: [4, 8, 60],
    moves: [review(45), plan(31, 85)],
  },
  {
    title: 'Scan a code at the door',
    area: 'R2e',
    daysAgo: 49,
    says: ['scan a code at the door'],
    effort: [3, 6, 50],
    moves: [decline(18, 'Doors are not ours; the door systems we connect to do it already.')],
  },
  {
    title: 'A role that sees attendance but no money',
    area: 'R2',
    daysAgo: 82,
    owner: 1,
    says: ['sees attendance but no money'],
    effort: [1, 2, 80],
    moves: [review(40), start(16, 25)],
  },
  {
    title: 'A role that may approve refunds',
    area: 'R2',
    daysAgo: 46,
    says: ['may approve refunds'],
    effort: [1, 3, 70],
  },
  {
    title: 'Connect to accounting programs',
    area: 'R2f',
    daysAgo: 170,
    owner: 3,
    says: ['our accounting program'],
    effort: [6, 12, 50],
    rivals: ['Duely'],
    moves: [review(9)],
  },
  {
    title: 'Webhooks for new members and failed payments',
    area: 'R2f',
    daysAgo: 94,
    says: ['webhooks for'],
    effort: [3, 4, 80],
    moves: [plan(40, 100)],
  },
  {
    title: 'Reports by mail to the board each month',
    area: 'R1',
    daysAgo: 79,
    owner: 1,
    says: ['sent to the board each month'],
    effort: [1, 2, 80],
    moves: [plan(50, 15), start(21, 15)],
  },
  {
    title: 'Reports with columns of one’s own',
    area: 'R1',
    daysAgo: 43,
    says: ['saved with our own columns'],
    effort: [3, 6, 50],
  },
]
