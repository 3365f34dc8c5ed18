/** What the invented colleagues say, write and note. `{a|b}` is a choice. */

/** First words to a detractor: as noted after a call, and as written in a mail. */
export const outreach: readonly { summary: string; understood: string; next: string }[] = [
  {
    summary: 'Thanked for the frank answer, said what we understood and who looks into it until Thursday.',
    understood: 'the import cost your office days, and that nobody called back when you asked',
    next: 'I look into both myself and write to you by Thursday',
  },
  {
    summary: 'Apologised for the silence, named the cause, and promised a date by the end of the week.',
    understood: 'you waited for an answer that never came, while your own people asked you',
    next: 'I have found where your request lay. You get a date from me by the end of this week',
  },
  {
    summary: 'Called first, then confirmed by mail: we look at the import together on Monday.',
    understood: 'the import puts families together that do not belong together',
    next: 'We go through your file together on Monday at ten, and I stay on the line until it is right',
  },
]

export const plans: readonly string[] = [
  'Cause: the mapping of guardians is not explained. We import it with them on Monday; product adds a preview. Told the customer both dates.',
  'Cause: tickets lay with one person on leave. Support now shares the queue; the customer has a direct number until the end of term.',
  'Cause: statement run started at midnight with the backup. Moved to 4:00; we compare times for two weeks and report back.',
]

export const endings: readonly string[] = [
  'The import went through in one go; the bursar says it is settled.',
  'They confirmed that statements are on time since the change.',
  'Agreed to stay; asked to be told when the export ships.',
  'Training repeated with their own data. Team is content.',
]

/** What each of these endings was caused by. */
export const causes: readonly string[] = ['Hard to use', 'Product defect', 'Missing feature', 'Training']

/** What we note beside an item. */
export const ourNotes: readonly string[] = [
  'Called back, {no answer, tried again after lunch|spoke for ten minutes, calmer afterwards|left a message with the front desk}',
  'Checked with engineering: {known since the last release|cannot be reproduced on our side|fix is in review}',
  'Asked for {a sample file|a screenshot|the exact time}',
  'Same cause as the report from {last week|the other clinic}',
  'Workaround sent: {map the columns by hand|use the old view until Thursday|export per group}',
]

/** How an answer was noted when its words were not kept. */
export const replies: readonly string[] = [
  'Answered with thanks and the date we look at it',
  'Explained the workaround and what happens next',
  'Told what we found and by when it is fixed',
  'Asked for a sample and promised an answer by Thursday',
]

/** What happens next, as an answer promises it. */
export const nexts: readonly string[] = [
  'It is on the list for our review on Thursday, and I write to you the day after',
  'A fix is being tested. I tell you as soon as you have it, at the latest {next Wednesday|on Friday|within two weeks}',
  'I have asked the people who build it and answer you by {tomorrow noon|Thursday|the end of the week}',
  'Could you send me {a screenshot|the file|the time it happened}? Then I can look at the very same thing',
]

/** How we name what a topic is about, in an answer. */
export const named: Readonly<Record<string, { liked: string; understood: string }>> = {
  import: { liked: 'the import', understood: 'the import does not do with your list what you expect' },
  statements: {
    liked: 'the statements',
    understood: 'the statements do not come out as your office needs them',
  },
  receipts: {
    liked: 'the new receipt',
    understood: 'your families do not find on the receipt what they look for',
  },
  reminders: { liked: 'the reminders', understood: 'reminders went to people who should not have got them' },
  dashboard: { liked: 'the dashboard', understood: 'the overview does not show you in time what you need' },
  cards: { liked: 'card payments', understood: 'payments by card do not go through as they should' },
  support: { liked: 'our support', understood: 'you waited longer for an answer than you should have to' },
  mobile: { liked: 'the app', understood: 'the app does not do on the phone what you need on the way' },
  training: { liked: 'the training', understood: 'the training did not fit what your people do every day' },
  roles: { liked: 'the roles', understood: 'nobody can be given just the rights that their work needs' },
  prices: { liked: 'the way we bill', understood: 'the price and its terms do not fit how you plan' },
  integrations: {
    liked: 'the connections',
    understood: 'what you know here does not reach your other programs',
  },
  reports: { liked: 'the reports', understood: 'the reports do not answer the question your board asks' },
}

/** Reviews as a directory of software hands them out; the last of them cannot be read. */
export const reviews: readonly [stars: number, text: string][] = [
  [
    5,
    'We are a small music school and this took the whole billing off my desk. Support answers within the hour.',
  ],
  [4, 'Does what it promises. Setting up the fee groups took a weekend, since then it simply runs.'],
  [2, 'The import is a nightmare. Three attempts, three different results, and no word about why.'],
  [3, 'Fine for one location. With two you start to copy lists by hand.'],
  [5, 'Parents pay on time since they can do it from the reminder. That alone was worth it.'],
  [1, 'Two price increases in a year and the export we were promised is still not there.'],
  [4, 'Good product, friendly people. I would like to see the phone app catch up with the web.'],
  [5, 'Our clinic moved over in three weeks. The person who helped us knew our trade.'],
  [3, 'Reports look nice and cannot be changed. We rebuild them in a spreadsheet each month.'],
  [2, 'Mornings are slow. At nine the overview takes half a minute, at noon it is fine.'],
  [4, 'Statements went out in ten minutes instead of two evenings. Receipts could be clearer.'],
  [5, 'I have recommended it to two other clubs, both stayed.'],
  [2, 'A family that had left got reminders for months. Embarrassing.'],
  [4, 'The new dashboard is a real step forward.'],
  [3, 'Permissions are too coarse: either somebody sees everything or nothing.'],
  [5, 'Clear, quiet software. Nobody here needed the manual after the first week.'],
  [1, 'We were charged twice and it took six days until somebody looked.'],
  [4, 'Card payments work well, also for grandparents.'],
  [3, 'The training was good and much too early for us.'],
  [5, 'Best decision of last year in our office.'],
  [4, 'Would be five stars with an interface to our accounting.'],
  [2, 'You can tell that it was not made for nurseries. Groups by age are missing.'],
  [5, 'When something went wrong, they wrote to us before we noticed.'],
  [4, 'Solid. The search finds everything, sometimes too much.'],
]
