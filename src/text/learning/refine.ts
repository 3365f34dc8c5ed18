import { randomFrom, shuffled } from '#text/train/random.ts'

/** Middles moved until they tell the lessons apart. */

/** The middles by trait: entries starts[trait] … starts[trait + 1] are those of its labels. */
export interface Middles {
  starts: Int32Array
  entryLabels: Uint16Array
  entryWeights: Float32Array
}

/** A lesson as traits with what each says, and the number of its label. */
export interface Weighed {
  label: number
  traits: Int32Array
  said: Float64Array
}

/** With fewer lessons the middles say it all. */
const fewest = 10
const rounds = 6
/** So many entries are visited at most, some tenths of a second: of many lessons not all are seen in each round. */
const mostVisits = 3e7
const step = 0.2
const sharpness = 6

/**
 * Moves the weights of the middles by gradient steps of a softmax over the labels, lesson by lesson in an order that
 * is the same each time. A trait says nothing about labels that never had it.
 */
export function refine(
  { starts, entryLabels, entryWeights }: Middles,
  lessons: readonly Weighed[],
  labels: number,
) {
  if (lessons.length < fewest || labels < 2) return
  let visits = 0
  const scores = new Float64Array(labels)
  for (let round = 0; round < rounds; round++) {
    for (const one of shuffled(lessons.length, randomFrom(round + 1))) {
      if (visits > mostVisits) return
      const { label, traits, said } = lessons[one]!
      scores.fill(0)
      for (let k = 0; k < traits.length; k++) {
        const end = starts[traits[k]! + 1]!
        visits += end - starts[traits[k]!]!
        for (let i = starts[traits[k]!]!; i < end; i++)
          scores[entryLabels[i]!]! += said[k]! * entryWeights[i]!
      }
      toMoves(scores, label)
      for (let k = 0; k < traits.length; k++) {
        const end = starts[traits[k]! + 1]!
        for (let i = starts[traits[k]!]!; i < end; i++)
          entryWeights[i]! += said[k]! * scores[entryLabels[i]!]!
      }
    }
  }
}

/** Turns scores into how far each label’s weights move: up for the right one, down for the others by their share. */
function toMoves(scores: Float64Array, label: number): void {
  let highest = Number.NEGATIVE_INFINITY
  for (const score of scores) highest = Math.max(highest, score)
  let total = 0
  for (let i = 0; i < scores.length; i++) {
    scores[i] = Math.exp(sharpness * (scores[i]! - highest))
    total += scores[i]!
  }
  for (let i = 0; i < scores.length; i++) scores[i] = step * ((i === label ? 1 : 0) - scores[i]! / total)
}
