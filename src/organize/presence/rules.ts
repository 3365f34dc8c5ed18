/** A sign of writing holds this long; whoever still writes repeats it well before. */
export const presenceSeconds = 30
export const repeatSeconds = 12

/** "Ana is replying", "Ana and Tomasz are replying", "Ana and 2 others are replying"; undefined when nobody is. */
export function replyingWords(names: readonly string[], does = 'replying'): string | undefined {
  const [first, second] = names.map((name) => name.split(' ')[0]!)
  if (first === undefined) return undefined
  if (second === undefined) return `${first} is ${does}`
  return `${first} and ${names.length === 2 ? second : `${names.length - 1} others`} are ${does}`
}
