/** The fixed words of the answer pages; the questions themselves are the survey's. */
export const texts = {
  title: (brand: string) => `A question from ${brand}`,
  length: 'Two questions, about one minute',
  how: 'Choose a number from 0 to 10. You can change it until you send, and nothing is recorded before that.',
  send: 'Send',
  sendAnswer: 'Send answer',
  optional: 'optional',
  contactNote: 'A person reads it and replies to you.',
  counted: (score: number) => `Your ${score} is counted. If you like, say why.`,
  noScore: 'Choose a number first.',
  thanks: (name: string | undefined) => `Thank you${name ? `, ${name}` : ''}. Your answer arrived.`,
  gave: (score: number) => `You gave ${score === 8 ? 'an' : 'a'} ${score}`,
  because: (reason: string) => ` and said: ${reason}`,
  change: 'Change it',
  until: (date: string) => ` until ${date}.`,
  next: 'What happens next',
  heard: 'Heard',
  now: 'just now',
  understood: 'Understood',
  readSoon: (brand: string, date: string) => `A person at ${brand} reads it by ${date}`,
  readAll: (brand: string) => `${brand} reads it with all answers of this survey`,
  told: 'You hear from us',
  toldHow: 'by mail, also if the answer is no',
  sentTo: (name: string | undefined, account: string | null) =>
    name ? `Sent to ${name}${account ? ` at ${account}` : ''}. ` : '',
  onlyUs: (brand: string) => `Only ${brand} sees your answer. `,
  stop: 'Stop these surveys',
  unknownTitle: 'This link does not work',
  unknown: 'A part of it may be missing. Open it again from the mail, or copy the whole address.',
  expiredTitle: (date: string) => `This survey closed on ${date}`,
  expiredKept: (score: number) =>
    `Your answer, ${score === 8 ? 'an' : 'a'} ${score}, was counted. It cannot be changed any more.`,
  expired: 'Your answer would not be counted any more. You can answer the mail instead: a person reads it.',
  preview: 'This is a preview: nothing is recorded.',
  previewDone: 'This is where people come after pressing Send. Nothing was recorded.',
  trap: 'Leave this empty',
}

const day = new Map<string, Intl.DateTimeFormat>()

/** A date as people write it: 3 December. */
export function dateText(date: Date, language: string): string {
  let format = day.get(language)
  if (!format) {
    format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    })
    day.set(language, format)
  }
  return format.format(date)
}
