/** Card numbers, found by their beginnings, lengths and check digit (ISO/IEC 7812-1, Luhn). */

const shapes: [RegExp, number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|[689])/, [14]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^(?:6011|64[4-9]|65|62|81)/, [16, 17, 18, 19]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [13, 14, 15, 16, 17, 18, 19]],
]
const longest = 19
const shortest = 13

/** Between two digits of one number there is nothing, a blank, a hyphen or a dot. */
const isGap = (unit: number) => unit === 32 || unit === 45 || unit === 46 || unit === 0xa0 || unit === 0x202f
const digitOf = (unit: number) =>
  unit >= 48 && unit <= 57 ? unit - 48 : unit >= 0xff10 && unit <= 0xff19 ? unit - 0xff10 : -1

/** Whether the digits pass the check of Luhn (US patent 2,950,048). */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    let digit = digits.charCodeAt(digits.length - 1 - i) - 48
    if (i % 2 === 1) {
      digit *= 2
      if (digit > 9) digit -= 9
    }
    sum += digit
  }
  return sum % 10 === 0
}

/** The text with all but the last four digits of card numbers replaced by •, in the same length. */
export function maskCards(text: string): string {
  let masked = ''
  let done = 0
  for (let i = 0; i < text.length; ) {
    if (digitOf(text.charCodeAt(i)) < 0) {
      i++
      continue
    }
    const run = readRun(text, i)
    for (const [from, to] of cardsIn(run)) {
      masked += text.slice(done, run.places[from]!)
      const hidden = text.slice(run.places[from]!, run.places[to - 4]!)
      masked += hidden.replace(/[\d\uff10-\uff19]/g, '•')
      done = run.places[to - 4]!
    }
    i = run.end
  }
  return done === 0 ? text : masked + text.slice(done)
}

interface Run {
  digits: string
  /** where each digit stands in the text */
  places: number[]
  /** indexes of digits that start a group of their own */
  groups: Set<number>
  end: number
}

function readRun(text: string, from: number): Run {
  const run: Run = { digits: '', places: [], groups: new Set([0]), end: from }
  let i = from
  let isGroup = false
  while (i < text.length) {
    const digit = digitOf(text.charCodeAt(i))
    if (digit >= 0) {
      if (isGroup) run.groups.add(run.digits.length)
      isGroup = false
      run.places.push(i)
      run.digits += digit
      run.end = ++i
    } else if (!isGroup && isGap(text.charCodeAt(i))) {
      isGroup = true
      i++
    } else break
  }
  run.groups.add(run.digits.length)
  return run
}

/** Card numbers in a run: they start and end with a group of digits. */
function cardsIn({ digits, groups }: Run): [number, number][] {
  const found: [number, number][] = []
  let from = 0
  while (from + shortest <= digits.length) {
    let end = 0
    if (groups.has(from)) {
      const start = digits.slice(from, from + 6)
      const lengths = shapes.filter(([shape]) => shape.test(start)).flatMap(([, sizes]) => sizes)
      for (let size = longest; size >= shortest && end === 0; size--) {
        const to = from + size
        if (lengths.includes(size) && groups.has(to) && passesLuhn(digits.slice(from, to))) end = to
      }
    }
    if (end > 0) found.push([from, end])
    from = end > 0 ? end : from + 1
  }
  return found
}
