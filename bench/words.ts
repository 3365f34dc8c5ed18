const words =
  `the report export fails when a filter is set and nobody answers our ticket since last week please add dark mode to the mobile app
  because invoices are slow to load on monday mornings after the update our team loves how fast search has become but login breaks with
  single sign on for new colleagues pricing feels high compared to what we use although support was kind quick helpful clear patient
  dashboard widget keyboard shortcut calendar reminder integration webhook permission archive duplicate customer account renewal`.split(
    /\s+/,
  )

/** Feedback-like text of about `length` characters; the same seed gives the same text. */
export function sentence(seed: number, length: number): string {
  let state = (seed * 2654435761 + 1) >>> 0
  let text = `${seed.toString(36)} `
  while (text.length < length) {
    state = (state * 1664525 + 1013904223) >>> 0
    text += `${words[(state >>> 8) % words.length]} `
  }
  return text.slice(0, length).trimEnd()
}
