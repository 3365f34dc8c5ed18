/** `count` of the places 0…size−1, evenly spread by chance, ascending; all of them when there are no more. */
export function sample(size: number, count: number, random: () => number): number[] {
  if (size <= count) return Array.from({ length: size }, (_, i) => i)
  const chosen: number[] = []
  for (let i = 0; i < size && chosen.length < count; i++)
    if (random() * (size - i) < count - chosen.length) chosen.push(i)
  return chosen
}
