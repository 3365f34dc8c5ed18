/** The list of the items that a number counts, as an address below the workspace. */
export function itemsAddress(from: string, to: string, type?: string): string {
  const search = new URLSearchParams({
    view: 'everything',
    history: 'false',
    status: 'open,snoozed,done',
    receivedFrom: from,
    receivedTo: to,
    ...(type && { type }),
  })
  return `inbox?${search}`
}

/** The case or item of somebody who waits. */
export const followUpAddress = (one: { caseId: string | null; feedbackId: string | null }): string =>
  one.caseId ? `cases/${one.caseId}` : `inbox/${one.feedbackId}`

/** What failed of a quality check in a period. */
export const checkAddress = ({ fromOn, toOn }: { fromOn: string; toOn: string }, key: string): string =>
  `quality/${key}?${new URLSearchParams({ from: fromOn, to: toOn })}`
