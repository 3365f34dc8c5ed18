/** What the demo's customers say. Sentences are put together from the parts of a topic, so that hardly two are alike. */

export type ItemType =
  | 'bug_report'
  | 'feature_request'
  | 'usability_issue'
  | 'performance_complaint'
  | 'pricing'
  | 'praise'
  | 'question'

export interface Topic {
  key: string
  /** The product area's code. */
  area: string
  tag: string
  weight: number
  /** Months ago (from, to) in which it comes up more often, and how much more. */
  surge?: readonly [from: number, to: number, factor: number]
  says: Partial<Record<ItemType, readonly string[]>>
}

/** `{a|b|c}` is a choice. */
export const topics: readonly Topic[] = [
  {
    key: 'import',
    area: 'R2c',
    tag: 'import',
    weight: 9,
    surge: [0, 2.5, 3],
    says: {
      bug_report: [
        'The importer {skips|silently drops|loses} {every second row|rows with two guardians|rows that have a comma in the surname} of our {student|member|patient} list',
        'Importing {the October list|our spreadsheet|a file from the old system} {stops at row {412|1,030|87}|ends with “unknown error”|hangs at 98 percent}',
        'Dates come in as {American dates|1900|the day before} when we import from a spreadsheet',
        'After the import {half of our students were missing|siblings were merged into one child|all addresses stood in the wrong column}',
      ],
      feature_request: [
        'Could the importer {remember the columns we chose last time|show what would change before it runs|take files straight from our shared drive}',
        'We need {an undo for imports|a list of the rows that were refused|imports on a schedule}',
      ],
      usability_issue: [
        'The importer is confusing: {nobody here knew which column is the guardian|I mapped the same field twice without a warning|it is not clear what “match on” means}',
        'I spent {an afternoon|two hours|a whole morning} on the import and still {do not know whether it worked|had to type in {30|55} names by hand}',
      ],
      performance_complaint: [
        'Importing {800|1,200|3,000} rows takes {more than an hour|half the morning|twenty minutes}, the old system did it in two',
      ],
      praise: [
        'The new import preview {saved us a day|is exactly what we had hoped for|found three mistakes in our own list}',
      ],
      question: [
        'How do I import {two guardians for one child|members who left and came back|only the changed rows}?',
      ],
    },
  },
  {
    key: 'statements',
    area: 'A1',
    tag: 'statements',
    weight: 8,
    surge: [5, 8, 2.5],
    says: {
      bug_report: [
        'The {September|quarterly|last} statement shows {a payment twice|the wrong opening balance|a discount that ended in spring}',
        'Statements for {families with two payers|split invoices|closed accounts} {come out empty|carry the wrong name|miss the last line}',
      ],
      feature_request: [
        'Let us export a whole statement cycle {in one file|as a spreadsheet|for our auditor}',
        'We would like to {send statements on different days per group|add a sentence per family|hold back single statements}',
      ],
      usability_issue: [
        'Finding {one old statement|the statement of a former member|what was sent in May} takes {four screens|far too many clicks|a search that finds everything else}',
      ],
      performance_complaint: [
        'Making the statements takes {all night|{40|75} minutes|so long that I start it before lunch}',
      ],
      praise: [
        'Statements go out {in ten minutes now|without a single call from parents|on time for the first time in years}',
      ],
      question: [
        'Can a statement be {corrected after it was sent|sent to two addresses|made in another currency}?',
      ],
    },
  },
  {
    key: 'receipts',
    area: 'R2b',
    tag: 'receipts',
    weight: 6,
    surge: [4, 7, 2],
    says: {
      bug_report: [
        'Receipts {print with the logo over the amount|show the wrong tax rate|arrive twice} {since the last update|for some families|when paid by card}',
      ],
      feature_request: [
        'Please {add our logo font to receipts|let us number receipts ourselves|put the child’s name on the receipt}',
      ],
      usability_issue: [
        'Receipts are hard to read {for our parents|on a phone|for older members}: {the amount is in small print|too many lines|nobody finds the date}',
        'Our {bursar|front desk|accountant} cannot tell {a receipt from an invoice|which payment a receipt belongs to}',
      ],
      praise: [
        'The new receipt layout is {so much clearer|readable at last|a relief}, {nobody calls about it any more|thank you for listening}',
      ],
      question: ['Where can a parent {download last year’s receipts|find the receipt for a deposit}?'],
    },
  },
  {
    key: 'reminders',
    area: 'R2d',
    tag: 'payment reminders',
    weight: 6,
    says: {
      bug_report: [
        'Reminders went to {families who had paid|people who left in June|the wrong guardian} {this morning|on Friday|again}',
      ],
      feature_request: [
        'Could reminders {wait until the direct debit has run|be sent by text message|have a softer first wording}',
        'We want {three levels of reminder|a pause for families in hardship|reminders in two languages}',
      ],
      usability_issue: ['It is {hard to see|not clear at all} who will get a reminder before it is sent'],
      praise: [
        'Since the automatic reminders {we chase half as many payments|our arrears fell by a third|I have my Fridays back}',
      ],
      question: ['Does a reminder go out {on a public holiday|when a plan was agreed|to both parents}?'],
    },
  },
  {
    key: 'dashboard',
    area: 'E1',
    tag: 'dashboard',
    weight: 7,
    surge: [8, 11, 2.5],
    says: {
      bug_report: [
        'The dashboard {counts cancelled members|shows yesterday’s figures|forgets my filter} {every Monday|since Tuesday|after signing in again}',
      ],
      feature_request: [
        'An Excel export for {all reports|the overview|the ageing list} would {save us hours|end the copying|help our board}',
        'Let me {pin two figures|compare with last year|share the overview with our trustees}',
      ],
      usability_issue: [
        'I cannot tell {what “active” means on the dashboard|which period the chart shows|how the total is made up}',
      ],
      performance_complaint: [
        'The dashboard is {painfully slow|slow every morning|slower each month}, {20 seconds to open|it spins while the phone rings|we opened a stopwatch: {18|31} seconds}',
      ],
      praise: ['The overview {is the first thing I open|answers our board’s questions|loads at once now}'],
      question: ['Can I {see two branches side by side|get the overview by mail each week}?'],
    },
  },
  {
    key: 'cards',
    area: 'R2a',
    tag: 'card payments',
    weight: 7,
    says: {
      bug_report: [
        'Card payments {fail with no reason|are taken twice|hang on “processing”} {for cards from one bank|on older phones|since Sunday evening}',
        'A refund of {£45|$120|€80} {never arrived|went to an expired card|shows as a new charge}',
      ],
      feature_request: [
        'We need {saved cards|payment in three parts|refunds to the balance} for {our summer camps|term fees|treatments}',
      ],
      pricing: ['The card fee {rose again|is higher than our bank’s|eats what we earn on small lessons}'],
      praise: ['Parents {pay within a day now|love paying by phone|no longer bring cash}'],
      question: ['When does a card payment {reach our account|show on the statement}?'],
    },
  },
  {
    key: 'support',
    area: 'platform',
    tag: 'support',
    weight: 6,
    surge: [0, 2, 2],
    says: {
      usability_issue: [
        'I {never know where my ticket stands|had to explain the same thing three times|was sent from one person to the next}',
      ],
      performance_complaint: [
        'Support was slow to answer: {four days|a week|two reminders} for {a simple question|something that stopped our billing|one missing setting}',
      ],
      praise: [
        '{Lena|Your support|The person on the phone} {solved it in ten minutes|stayed on the line until it worked|called back as promised}',
        'Support is {friendly and quick|the reason we stay|far better than what we had}',
      ],
      question: [
        'Is there {a number for urgent cases|someone to call at the start of term|a page that says when you are down}?',
      ],
    },
  },
  {
    key: 'mobile',
    area: 'R2e',
    tag: 'mobile',
    weight: 5,
    says: {
      bug_report: [
        'The app {signs me out every day|crashes when I open a photo|shows a white page} on {my tablet|an older Android phone|the new iPhone}',
      ],
      feature_request: [
        'A mobile app for {coaches|teachers|the front desk} would {change our day|make the register possible outdoors}',
        'Please let us {take the register offline|scan a code at the door}',
      ],
      usability_issue: [
        'On a phone the {buttons sit under the keyboard|table runs off the screen|save button is out of reach}',
      ],
      praise: ['Taking attendance on the phone {works even in the gym|takes a minute}'],
    },
  },
  {
    key: 'training',
    area: 'platform',
    tag: 'onboarding',
    weight: 5,
    says: {
      usability_issue: [
        'The training {fell short|came before our data was in|covered things we do not use}: {my team still asks me everything|we learned it by ourselves}',
        'We went live {without a second training|with open questions|two weeks late} and {nobody followed up|it shows}',
      ],
      feature_request: [
        'Short videos for {new colleagues|each role|the yearly tasks} would help more than the manual',
      ],
      praise: [
        '{Tomasz|The implementation team|Your trainer} {made the switch easy|knew our trade|had us live in nine days}',
      ],
      question: ['Do you offer {a refresher before term|training in the evening}?'],
    },
  },
  {
    key: 'roles',
    area: 'platform',
    tag: 'permissions',
    weight: 4,
    says: {
      bug_report: [
        'A {coach|volunteer|temp} could see {salaries|other families’ balances|closed accounts}, that must not happen',
      ],
      feature_request: [
        'We need a role that {sees attendance but no money|may approve refunds|only reads reports}',
      ],
      question: ['Who can {see notes about a family|change bank details}?'],
    },
  },
  {
    key: 'prices',
    area: 'platform',
    tag: 'billing plan',
    weight: 4,
    says: {
      pricing: [
        'The price {went up by {12|18|20} percent|per active member is steep for a {small school|club with a long summer break}|for a second branch is hard to explain to our board}',
        'We pay for {modules we never open|members who left|a full year though we close in summer}',
        'For what it does it is {fair|worth the money|still cheaper than a clerk}',
      ],
      question: ['Is there a {price for charities|discount for paying yearly}?'],
    },
  },
  {
    key: 'integrations',
    area: 'R2f',
    tag: 'integrations',
    weight: 4,
    says: {
      bug_report: [
        'The {accounting export|calendar feed|door system} {stopped on Monday|doubles entries|forgets cancelled lessons}',
      ],
      feature_request: [
        'Please connect to {our accounting program|the school’s directory|the booking site}',
        'Webhooks for {new members|failed payments} would let us {drop a spreadsheet|automate our welcome mail}',
      ],
      praise: ['The accounting export {balances to the penny|ended our month-end panic}'],
      question: ['Does your API allow {reading attendance|creating invoices}?'],
    },
  },
  {
    key: 'reports',
    area: 'R1',
    tag: 'reports',
    weight: 5,
    says: {
      bug_report: [
        'The {ageing report|tax summary|attendance report} {does not add up|leaves out December|mixes two branches}',
      ],
      feature_request: [
        'Can reports be {sent to the board each month|grouped by course|saved with our own columns}',
      ],
      usability_issue: [
        'I {never find the right report|need three reports for one answer|print it only to read it}',
      ],
      performance_complaint: [
        'The yearly report {times out|takes longer than my coffee break|blocks everybody else}',
      ],
      praise: ['The new tax summary {saved our accountant two days|was right the first time}'],
    },
  },
]

export const openers: Partial<Record<ItemType, readonly string[]>> = {
  bug_report: [
    'Hello, ',
    'Again: ',
    'Urgent. ',
    'Since this week: ',
    'We noticed that something is off. ',
    '',
    '',
    '',
    '',
    '',
  ],
  feature_request: ['An idea: ', 'A wish from our team. ', 'For next year: ', '', '', '', ''],
  usability_issue: ['Honestly, ', 'Small thing, but: ', '', '', '', ''],
  performance_complaint: ['It is too slow. ', '', '', ''],
  praise: ['Just to say: ', 'Well done. ', 'Thank you. ', '', '', ''],
  question: ['A quick question. ', 'Hello, ', '', ''],
  pricing: ['About the price: ', '', ''],
}

export const impacts: Partial<Record<ItemType, readonly string[]>> = {
  bug_report: [
    ' We had to {call {12|25|40} families|correct it by hand|stop sending invoices}.',
    ' This {blocks our billing run|costs us half a day each week|makes us look careless}.',
    ' {It worked in spring.|Other colleagues see it too.|I can send a screenshot.}',
    '',
    '',
  ],
  feature_request: [
    ' {Two other clubs we know ask for the same.|Our board asks for it every quarter.|Without it we keep a second spreadsheet.|It would decide whether we add the second branch.}',
    '',
    '',
  ],
  usability_issue: [
    ' {New colleagues give up.|I keep a note on my screen for it.|We lose time every day.}',
    '',
    '',
  ],
  performance_complaint: [
    ' {In the first week of term it is unbearable.|We are thinking of going back.|Please look into it.}',
    '',
  ],
  praise: [' {Keep going.|Please pass it on.|My colleagues agree.}', '', ''],
  question: [' {Thanks in advance.|I could not find it in the help.}', '', ''],
  pricing: [' {We have to decide before the renewal.|Could someone call me?}', ''],
}

/** Longer ones, written by hand. */
export const whole: readonly { type: ItemType; topic: string; text: string; critical?: boolean }[] = [
  {
    type: 'bug_report',
    topic: 'cards',
    critical: true,
    text: 'Nobody can pay by card since 7:40 this morning. The page turns white after the bank’s check. We have 140 families in the enrolment window until noon and the phone does not stop.',
  },
  {
    type: 'bug_report',
    topic: 'statements',
    critical: true,
    text: 'The statements that went out last night carry the balances of other families. I have stopped the second half of the run. Please call me at once, this is personal data.',
  },
  {
    type: 'bug_report',
    topic: 'import',
    critical: true,
    text: 'After tonight’s import all our bank details are gone. Direct debit runs tomorrow at six. We need the state of yesterday back today.',
  },
  {
    type: 'usability_issue',
    topic: 'import',
    text: 'The importer is confusing and support was slow to answer. We went live, but with half of our students missing, and we noticed only because a mother asked why her son was not on the register.',
  },
  {
    type: 'praise',
    topic: 'training',
    text: 'We had dreaded the switch for two years. Your team had us live in nine days, with every open balance right to the cent. The receptionist who wanted to quit over it now shows the others.',
  },
  {
    type: 'feature_request',
    topic: 'mobile',
    text: 'Our coaches stand in a field without signal. If the register worked offline and sent itself later, we could finally throw away the paper sheets, and the club would add the youth section to the contract.',
  },
  {
    type: 'pricing',
    topic: 'prices',
    text: 'We closed for eleven weeks in summer and paid the full price for 300 members who were not there. I like the product, but I cannot explain this to the committee a third time.',
  },
  {
    type: 'performance_complaint',
    topic: 'dashboard',
    text: 'I opened a stopwatch: 31 seconds until the first figure. My colleague makes coffee in that time, and that is not a figure of speech.',
  },
  {
    type: 'praise',
    topic: 'support',
    text: 'On Friday at ten to six your colleague stayed on the line until our run was through. I have never had that from a software company.',
  },
  {
    type: 'question',
    topic: 'roles',
    text: 'A volunteer helps us on Saturdays. She should see who is expected, but no amounts and no notes about the families. Which role is that, or is there none yet?',
  },
  {
    type: 'feature_request',
    topic: 'statements',
    text: 'Our auditor wants one file with every statement of the cycle. At the moment I open 212 of them one by one. It took me two evenings in March and I promised my family it would be the last time.',
  },
  {
    type: 'usability_issue',
    topic: 'receipts',
    text: 'Our parents print the receipt for their tax return and half of them call because they cannot find the date of payment. It is there, in grey, at the bottom.',
  },
  {
    type: 'bug_report',
    topic: 'reminders',
    text: 'A family that moved away in spring got three payment reminders last week, and then a phone call. I had set the account to closed. Please make sure that closed means closed.',
  },
  {
    type: 'praise',
    topic: 'receipts',
    text: 'The new receipt is what we asked for in May: big amount, date on top, child’s name. Thank you for writing to us when it was ready.',
  },
  {
    type: 'feature_request',
    topic: 'integrations',
    text: 'If failed payments came to us as a webhook, our small automation could write to the family the same hour. Now somebody looks at a list each morning and copies names.',
  },
  {
    type: 'usability_issue',
    topic: 'training',
    text: 'The training came two weeks before our data was in, so we practised on examples that have nothing to do with a clinic. When it mattered, nobody remembered a thing.',
  },
  {
    type: 'question',
    topic: 'prices',
    text: 'Our renewal is in February. Is there a way to pay per term instead of per year? Otherwise I need an answer for the board before Christmas.',
  },
  {
    type: 'performance_complaint',
    topic: 'support',
    text: 'Six days and two reminders for one setting. The answer itself was good and friendly, which makes it worse: it would have taken five minutes on the first day.',
  },
  {
    type: 'bug_report',
    topic: 'reports',
    text: 'The ageing report and the dashboard differ by exactly one family, every month a different one. I have attached both. Which one is right?',
  },
  {
    type: 'praise',
    topic: 'dashboard',
    text: 'Since the update the overview is there before I have sat down. You were right to do that first.',
  },
]

/** Why somebody gave an NPS score. */
export const reasons: Record<'promoter' | 'passive' | 'detractor', readonly string[]> = {
  promoter: [
    '{It saves us|We save} {a day a month|hours every week}, {and support answers|and parents like it}',
    'Everything {in one place|just works}, {we would not go back|I tell every colleague}',
    '{Your people|Support} {care|know our trade} and {the product gets better each quarter|keep their word}',
    'Fewer calls from {parents|members|patients}, {fewer mistakes|more time for our work}',
    'The best {decision|change} of {last year|the past two years} in our office',
  ],
  passive: [
    'Good, but {the import needs work|reports are limited|it is slow in the mornings}',
    'Does what it should, {a bit dear|the app is weak|too many clicks}',
    'We like it, {the training was short|we miss an Excel export|permissions are too coarse}',
    'Solid. {Support could be faster.|I would wish for fewer surprises after updates.}',
  ],
  detractor: [
    'The import {cost us two weeks|lost our data|never worked for us} and {nobody called back|support took days}',
    'Too {slow|expensive|complicated} for {a small school|what we need|our front desk}',
    'Support was slow to answer {when it mattered|three times in a row|and then closed the ticket}',
    'We were promised {an export|training|a mobile app} {a year ago|before we signed} and {are still waiting|got a workaround}',
    '{Errors in statements|Wrong reminders|Double charges} made us look {careless|incompetent} in front of {parents|our members}',
  ],
}
