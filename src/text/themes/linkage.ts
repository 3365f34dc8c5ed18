/** Groups from the bottom up, for when nobody says how many there are. */

/**
 * Average linkage: the two groups whose members are most alike on average become one, until no two are alike by
 * `least`. `alike` is symmetric, size × size; it is used up. Found by chains of nearest neighbours (Murtagh 1983), in
 * the square of the size. Returns the group of each place, numbered in the order of the places.
 */
export function averageLinkage(alike: Float32Array, size: number, least: number): Int32Array {
  const counts = new Int32Array(size).fill(1)
  const isGone = new Uint8Array(size)
  const merges: { into: number; from: number; at: number }[] = []
  const chain: number[] = []
  let next = 0
  for (let left = size; left > 1; ) {
    if (chain.length === 0) {
      while (isGone[next]) next++
      chain.push(next)
    }
    const tip = chain.at(-1)!
    const before = chain.at(-2)
    // a tie goes to where the chain came from, so that it ends
    let near = before ?? -1
    let most = before === undefined ? Number.NEGATIVE_INFINITY : alike[tip * size + before]!
    for (let other = 0; other < size; other++) {
      if (isGone[other] || other === tip) continue
      const value = alike[tip * size + other]!
      if (value > most) {
        most = value
        near = other
      }
    }
    if (near !== before) {
      chain.push(near)
      continue
    }
    chain.length -= 2
    const into = Math.min(tip, near)
    const from = Math.max(tip, near)
    merges.push({ into, from, at: most })
    isGone[from] = 1
    left--
    const a = counts[into]!
    const b = counts[from]!
    for (let other = 0; other < size; other++) {
      if (isGone[other] || other === into) continue
      const mean = (a * alike[into * size + other]! + b * alike[from * size + other]!) / (a + b)
      alike[into * size + other] = mean
      alike[other * size + into] = mean
    }
    counts[into] = a + b
  }
  return numbered(
    size,
    merges.filter((merge) => merge.at >= least),
  )
}

function numbered(size: number, merges: readonly { into: number; from: number }[]): Int32Array {
  const root = Int32Array.from({ length: size }, (_, i) => i)
  const find = (place: number): number => {
    let at = place
    while (root[at] !== at) {
      root[at] = root[root[at]!]!
      at = root[at]!
    }
    return at
  }
  for (const { into, from } of merges) {
    const a = find(into)
    const b = find(from)
    root[Math.max(a, b)] = Math.min(a, b)
  }
  const numbers = new Map<number, number>()
  return Int32Array.from({ length: size }, (_, place) => {
    const at = find(place)
    const number = numbers.get(at) ?? numbers.size
    numbers.set(at, number)
    return number
  })
}
