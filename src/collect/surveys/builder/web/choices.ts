interface Choice {
  key: string
  label: string
}

/**
 * Lines of text as choices. A line that was there keeps its key, also when it moved; a line with other words in the place
 * of one that is gone keeps that one's key, so that its answers stay together; a new line gets a key from its words.
 */
export function choicesOf(text: string, before: readonly Choice[]): Choice[] {
  const labels = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const gone = before.filter((choice) => !labels.includes(choice.label))
  const taken = new Set(['constructor', ...before.map((choice) => choice.key)])
  return labels.map((label, place) => {
    const same = before.find((choice) => choice.label === label)
    if (same) return same
    const here = before[place]
    if (here && gone.includes(here)) return { key: here.key, label }
    const key = freeKey(label, taken)
    taken.add(key)
    return { key, label }
  })
}

function freeKey(label: string, taken: ReadonlySet<string>): string {
  const base =
    label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 30) || 'answer'
  let key = base
  for (let n = 2; taken.has(key); n++) key = `${base}_${n}`
  return key
}
