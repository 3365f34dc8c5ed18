/** Numbers from 0 to 1 that follow from a seed alone (mulberry32), so that a run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** `count` of the places 0…size−1, evenly spread by chance, ascending; all of them when there are no more. */
export function sample(size: number, count: number, random: () => number): number[] {
  if (size <= count) return Array.from({ length: size }, (_, i) => i)
  const chosen: number[] = []
  for (let i = 0; i < size && chosen.length < count; i++)
    if (random() * (size - i) < count - chosen.length) chosen.push(i)
  return chosen
}
