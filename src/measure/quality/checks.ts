import type { Subject, Unit } from '#measure/quality/rules.ts'

/** The checks of the procedure (documents 000, 001, 002, 004) as data. */

/** One check as people read it. */
export interface Check {
  key: string
  name: string
  /** the line of which document asks for it */
  source: string
  subject: Subject
  counts: string
  due: string
  ends: string
  /** per cent that have to be in time */
  target: number
  /** how often it comes due at least: no shorter period says anything */
  unit: Unit
}

/** The checks that the product ships, in the order of the procedure. */
export const checks: readonly Check[] = [
  {
    key: 'categorised',
    name: 'Categorised within 24 hours',
    source: 'Feedback handling, quality checks: “All feedback categorized within 24 hours”',
    subject: 'item',
    counts: 'Every item, from any channel. Spam and imported history do not count.',
    due: '24 hours after it was received.',
    ends: 'Its triage, or its merge with an item that says the same.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'critical_same_day',
    name: 'Critical acted on the same day',
    source: 'Feedback handling, quality checks: “Critical issues actioned same day”',
    subject: 'item',
    counts: 'Every item that is critical.',
    due: 'Midnight of the day on which it became critical; after close of business or on a closed day, the next close of business.',
    ends: 'A ticket or step is done, or a corrective action logged, and the customer was told; both.',
    target: 100,
    unit: 'week',
  },
  {
    key: 'review_product',
    name: 'Weekly product review held',
    source: 'Feedback handling, quality checks: “Weekly product review held”',
    subject: 'review',
    counts: 'Every week for which the review is in the schedule.',
    due: 'The end of that week.',
    ends: 'A product review held in that week.',
    target: 100,
    unit: 'week',
  },
  {
    key: 'nps_sent',
    name: 'NPS sent each quarter',
    source: 'Feedback handling, quality checks: “NPS survey sent quarterly”',
    subject: 'workspace',
    counts: 'Every quarter since the first wave, or since the first whole quarter of this workspace.',
    due: 'The end of the quarter.',
    ends: 'The first invitation of an NPS survey that was delivered in it.',
    target: 100,
    unit: 'quarter',
  },
  {
    key: 'detractors',
    name: 'Detractors contacted within 24 hours',
    source: 'Feedback handling, quality checks: “Detractors contacted within 24 hours”',
    subject: 'answer',
    counts: 'Every NPS answer of 0 to 6. Answers in doubt, imported or without a name do not count.',
    due: '24 hours after the answer.',
    ends: 'The first call, meeting or message to that person. An announcement to many is none.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'requests_logged',
    name: 'Feature requests logged the same day',
    source: 'Feedback handling, quality checks: “Feature requests logged in backlog” and step 2, “Same Day”',
    subject: 'item',
    counts:
      'Every item with the type feature request. Merged items count with the one they were merged into.',
    due: 'Midnight of the day on which it got that type; after close of business or on a closed day, the next close of business.',
    ends: 'It stands behind a request.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'told_shipped',
    name: 'Customers told within 7 days of shipping',
    source: 'Feedback handling, quality checks: “Customers notified when requests shipped”',
    subject: 'request',
    counts: 'Everybody behind a request that shipped, once a request. Who cannot be reached does not count.',
    due: '7 days after it shipped.',
    ends: 'A message or call to that person about the request, or about what they said for it.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'post_support',
    name: 'Unhappy post-support answers answered within 24 hours',
    source:
      'Post-support feedback, 6: “Respond within 24 hours to negative or unsatisfied feedback where contact is possible”',
    subject: 'answer',
    counts:
      'Every negative answer to a survey that follows a support case. Answers without a name do not count.',
    due: '24 hours after the answer.',
    ends: 'The first call, meeting or message to that person.',
    target: 95,
    unit: 'week',
  },
  {
    key: 'windows',
    name: 'Windows of runbooks kept',
    source: 'Responding to post-implementation surveys: “Timelines should be adhered to”',
    subject: 'case',
    counts: 'Every step of a case that has a time, of any playbook. Steps that were skipped do not count.',
    due: 'The end of the step’s window, as the case shows it.',
    ends: 'The step is done, or the case is resolved.',
    target: 90,
    unit: 'week',
  },
  {
    key: 'survey_cap',
    name: 'Surveys within the monthly limit',
    source:
      'Post-support feedback, 2: “maximum once per month unless service changes or complex issues occur”',
    subject: 'invitation',
    counts:
      'Every invitation that was delivered. Those that follow a case or release, or were sent with a reason, do not count.',
    due: 'When it was delivered.',
    ends: 'Nothing: it is missed where the same person had been asked within the 30 days before.',
    target: 100,
    unit: 'month',
  },
  {
    key: 'review_answers',
    name: 'Weekly review of answers held',
    source: 'Post-support feedback, 5: “Weekly review of feedback responses by QA”',
    subject: 'review',
    counts: 'Every week for which the review is in the schedule.',
    due: 'The end of that week.',
    ends: 'A review of answers held in that week.',
    target: 100,
    unit: 'week',
  },
  {
    key: 'review_prioritization',
    name: 'Monthly prioritisation held',
    source: 'Feedback handling, feature request process: “Product Prioritization (Monthly)”',
    subject: 'review',
    counts: 'Every month for which it is in the schedule.',
    due: 'The end of that month.',
    ends: 'A prioritisation held in that month.',
    target: 100,
    unit: 'month',
  },
  {
    key: 'review_trends',
    name: 'Quarterly review of trends held',
    source:
      'Responding to post-implementation surveys, 8: “internal reviews of negative feedback trends quarterly”',
    subject: 'review',
    counts: 'Every quarter for which it is in the schedule.',
    due: 'The end of that quarter.',
    ends: 'A review of trends held in that quarter.',
    target: 100,
    unit: 'quarter',
  },
  {
    key: 'sop_reviewed',
    name: 'Playbooks looked at again on time',
    source:
      'Post-support feedback, 7: “Review SOP quarterly”; collection and follow-up, 6: “reviewed annually”',
    subject: 'playbook',
    counts: 'Every day by which a playbook was to be looked at again, as it says itself.',
    due: 'The end of that day.',
    ends: 'A new version, or the word that nothing has to change.',
    target: 100,
    unit: 'quarter',
  },
  {
    key: 'retention',
    name: 'Retention done each night',
    source:
      'Post-support feedback, records: “at least 12 months”; collection and follow-up, records: “2 years”, “3 years”',
    subject: 'workspace',
    counts: 'Every day since retention is on.',
    due: 'The end of that day.',
    ends: 'Every kind of record was gone through.',
    target: 100,
    unit: 'month',
  },
]
