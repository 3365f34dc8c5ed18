import type { SuggestedField } from '#organize/classify/contract.ts'
import { type Guess, guessFrom, type Reason } from '#organize/classify/guesses.ts'
import { type ItemText, readMost, textOf } from '#organize/classify/item-text.ts'
import type { Layer } from '#organize/classify/layer.ts'
import { adjusted, learnedWords, readTraits } from '#text/learning/learner.ts'
import type { Traits } from '#text/learning/traits.ts'
import { stem } from '#text/words/terms.ts'
import { words } from '#text/words/words.ts'

/** From here on a lesson's part in a verdict is told. */
const toldFrom = 0.03

/** What the workspace taught, asked for one item; its words are read once, when a lesson can speak. */
export class Learned {
  readonly #item: ItemText
  readonly #layer: Layer
  #traits: Traits | undefined

  constructor(item: ItemText, layer: Layer) {
    this.#item = item
    this.#layer = layer
  }

  /** The surest of these after the lessons of the field have spoken; undefined where there is none. */
  pick(field: SuggestedField, base: readonly Guess[], isAsked = true): Guess | undefined {
    const first = base[0] && { ...base[0], ...othersOf(field, base) }
    if (!isAsked || !this.#layer.has(field)) return first
    this.#traits ??= readTraits(textOf(this.#item))
    const learner = this.#layer.learner(field)
    const ranked = adjusted(
      learner,
      this.#traits,
      base.map(({ value, confidence }) => ({ label: value, confidence })),
    )
    const [best] = ranked
    if (!best) return first
    const before = base.find(({ value }) => value === best.label)
    const confidence = Math.round(best.confidence * 1000) / 1000
    if (!before && confidence < guessFrom) return first
    const isMoved = confidence > (before?.confidence ?? 0) + toldFrom
    return {
      value: best.label,
      confidence,
      because: [
        ...(isMoved ? this.#taught(learnedWords(learner, best.label, this.#traits)) : []),
        ...(before?.because ?? []),
      ],
      ...othersOf(
        field,
        ranked.map(({ label, confidence: sure }) => ({
          value: label,
          confidence: Math.round(sure * 1000) / 1000,
        })),
      ),
    }
  }

  #taught(stems: readonly string[]): Reason[] {
    const meaning = 'Learned from your decisions'
    const found: Reason[] = []
    const look = (text: string, more: { inTitle?: true }) => {
      for (const { kind, text: word, from, to } of words(text.slice(0, readMost))) {
        if (found.length === 6) return
        if (stems.includes(kind === 'word' ? stem(word) : word))
          found.push({ meaning, at: [from, to], ...more, isTaught: true })
      }
    }
    if (stems.length > 0) {
      if (this.#item.title) look(this.#item.title, { inTitle: true })
      look(this.#item.verbatim, {})
    }
    return found.length > 0 ? found : [{ meaning: 'Like items you decided on', isTaught: true }]
  }
}

/** A text can be a bug report and a wish at once, and speak of two areas. */
const several: readonly SuggestedField[] = ['type', 'area']
const othersMost = 2

/** What follows the surest of a ranking and is worth a guess as well. */
function othersOf(
  field: SuggestedField,
  ranked: readonly Pick<Guess, 'value' | 'confidence'>[],
): Pick<Guess, 'others'> {
  if (!several.includes(field)) return {}
  const others = ranked
    .slice(1, 1 + othersMost)
    .filter(({ confidence }) => confidence >= guessFrom)
    .map(({ value, confidence }) => ({ value, confidence }))
  return others.length === 0 ? {} : { others }
}
