/** A number as people write it: 1,234.56 or 1.234,56, with a currency sign or unit around it; undefined when it is none. */
export function parseNumber(text: string): number | undefined {
  const bare = text
    .trim()
    .replace(/^[A-Z]{3}\s+|\s*[A-Z]{3}$/g, '')
    .replace(/[\s\u00a0\u202f€$£¥%'’]/g, '')
  if (!/^[-+]?\d[\d.,]*$/.test(bare) && !/^[-+]?[.,]\d+$/.test(bare)) return undefined
  const lastDot = bare.lastIndexOf('.')
  const lastComma = bare.lastIndexOf(',')
  let plain = bare
  if (lastDot !== -1 && lastComma !== -1) {
    plain = lastDot > lastComma ? bare.replaceAll(',', '') : bare.replaceAll('.', '').replace(',', '.')
  } else if (lastComma !== -1) {
    // 1,234 and 1,234,567 group thousands; 4,5 is a fraction.
    plain = /^[-+]?\d{1,3}(,\d{3})+$/.test(bare) ? bare.replaceAll(',', '') : bare.replace(',', '.')
  } else if (/^[-+]?\d{1,3}(\.\d{3}){2,}$/.test(bare)) {
    plain = bare.replaceAll('.', '')
  }
  const number = Number(plain)
  return Number.isFinite(number) ? number : undefined
}

export interface Rating {
  rating: number
  /** Named by the value itself, as in 4/5. */
  max: number | undefined
}

/** A rating as it is written: 4, 4/5, 4 out of 5, 80 %, ★★★★☆, 4 stars. */
export function parseRating(text: string): Rating | undefined {
  const value = text.trim()
  if (/^[★⭐☆✩]+$/u.test(value.replaceAll('\ufe0f', ''))) {
    const stars = [...value].filter((letter) => letter === '★' || letter === '⭐').length
    return { rating: stars, max: Math.max(5, [...value.replaceAll('\ufe0f', '')].length) }
  }
  const pair = /^(\d+(?:[.,]\d+)?)\s*(?:\/|out of|of|von|sur|de)\s*(\d+)(?:\s*stars?)?$/i.exec(value)
  if (pair) return { rating: Number(pair[1]!.replace(',', '.')), max: Number(pair[2]) }
  const percent = /^(\d+(?:[.,]\d+)?)\s*%$/.exec(value)
  if (percent) return { rating: Number(percent[1]!.replace(',', '.')), max: 100 }
  const named = /^(\d+(?:[.,]\d+)?)(?:\s*(?:stars?|sterne?|étoiles?|estrellas?|points?|punkte?))?$/i.exec(
    value,
  )
  return named ? { rating: Number(named[1]!.replace(',', '.')), max: undefined } : undefined
}

/** Money as minor units (cents), rounded half up; undefined when it is no amount. */
export function parseCents(text: string): number | undefined {
  const number = parseNumber(text)
  return number === undefined || number < 0 || number > 9e12 ? undefined : Math.round(number * 100)
}
