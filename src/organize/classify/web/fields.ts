import type { SuggestedField } from '#organize/classify/contract.ts'

/** The words for what is suggested, in the order in which people look at it. */
export const fieldLabels: Record<SuggestedField, string> = {
  type: 'Type',
  priority: 'Priority',
  area: 'Area',
  sentiment: 'Sentiment',
  urgency: 'Urgency',
  negative: 'Negative answers',
}
