/** What customers of the invented company write by mail, and answer to invitations. */

export const answersToCases: readonly { text: string; isAutomatic?: boolean }[] = [
  {
    text: 'Thank you for asking instead of sending another form. The import is still what costs us the most: last week it took two of us a whole morning.\n\nThursday is fine for a call, please on the office number.',
  },
  {
    text: 'I am out of the office until Monday. Please write to the front desk in urgent matters.',
    isAutomatic: true,
  },
  {
    text: 'That is the first answer in weeks that says who does what. I have told our director; she would like to hear the date of the export before the board meets.',
  },
  {
    text: 'Fair enough. If the preview really shows what changes, we will try again with the spring list.',
  },
  {
    text: 'We have looked at it together now. It is better, but the reminders still go to the wrong parent in three families.',
  },
  { text: 'Thank you. Please put my colleague at the front desk in copy from now on.' },
]

export const answersToItems: readonly { text: string; isAutomatic?: boolean }[] = [
  { text: 'That helped, it works now. Thank you for the quick answer.' },
  { text: 'It happened at 9:12 this morning, with the group account. I can send a picture of the screen.' },
  { text: 'Not yet, I am afraid. The list still shows 212 families instead of 214.' },
  { text: 'Friday is fine. We close the books on the 30th, before that would be good.' },
  { text: 'I am travelling and read my mail in the evening.', isAutomatic: true },
  { text: 'Good to know that we are not the only ones. Please tell me when it is out.' },
  { text: 'Yes, exactly that. We do it by hand until then.' },
]

export interface NewMail {
  subject: string
  text: string
  hoursAgo: number
  /** from an address that nobody knows yet */
  isStranger?: boolean
  file?: { type: string; name: string; content: string }
}

export const newMails: readonly NewMail[] = [
  {
    subject: 'Families missing after the import',
    text: 'Hello,\n\nwe imported the list for the new term yesterday. 14 families are missing, and there was no word about it on the screen. The rows are in the attached file.\n\nCould somebody look at it before Monday?',
    hoursAgo: 19,
    file: {
      type: 'text/csv',
      name: 'missing-families.csv',
      content: 'row,family,reason\n18,Example A,\n19,Example B,\n44,Example C,\n',
    },
  },
  {
    subject: 'Two sites, one login?',
    text: 'Hi there,\n\nwe open a second site in spring. Can our front desk see both with one login, or do they have to sign out each time?',
    hoursAgo: 6.2,
  },
  {
    subject: 'Receipts',
    text: 'The new receipt is a joy: parents stopped calling us about it. Please pass it on to whoever made it.',
    hoursAgo: 3.4,
  },
  {
    subject: 'Wrong total on the December statement',
    text: 'Good morning,\n\nthe total on our statement does not match the lines above it. We cannot send it like this.',
    hoursAgo: 0.9,
    isStranger: true,
  },
  // says nothing: somebody has to look at it
  {
    subject: '',
    text: '',
    hoursAgo: 2.1,
    file: { type: 'text/csv', name: 'list.csv', content: 'family,amount\nExample D,120.00\n' },
  },
]
