/** Two distributions that intervals and tests need. Short formulas with their source; nothing here rounds. */

/** The 97.5 % quantile of the normal distribution. */
export const z95 = 1.959963984540054

/**
 * How likely a standard normal value lies at least |z| from zero, either way: the complementary error function by the
 * continued fraction and series of the incomplete gamma function (Press et al., Numerical Recipes, 3rd ed., 6.2).
 */
export function normalTails(z: number): number {
  const x = (z * z) / 2
  if (x === 0) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const scale = Math.exp(-x + 0.5 * Math.log(x)) / Math.sqrt(Math.PI)
  if (x < 1.5) {
    let term = 2
    let sum = term
    for (let n = 1; n < 100 && term > sum * 1e-16; n++) {
      term *= x / (0.5 + n)
      sum += term
    }
    return 1 - sum * scale
  }
  return scale * lentz(x + 0.5, (n) => [-n * (n - 0.5), x + 2 * n + 0.5])
}

/** 1 / (b0 + a1 / (b1 + a2 / (b2 + …))) by the modified method of Lentz (Numerical Recipes, 5.2). */
function lentz(b0: number, next: (n: number) => readonly [a: number, b: number]): number {
  const tiny = 1e-300
  let c = 1 / tiny
  let d = 1 / b0
  let value = d
  for (let n = 1; n < 500; n++) {
    const [a, b] = next(n)
    d = 1 / (a * d + b || tiny)
    c = b + a / c || tiny
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return value
}

/** The logarithm of the gamma function (Lanczos 1964 with g = 5, six terms: within 2e-10). */
function logGamma(x: number): number {
  const terms = [
    76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.001208650973866179,
    -0.000005395239384953,
  ]
  const base = x + 5.5
  const sum = terms.reduce((total, term, i) => total + term / (x + 1 + i), 1.000000000190015)
  return (x + 0.5) * Math.log(base) - base + Math.log((2.5066282746310007 * sum) / x)
}

/**
 * How likely Student's t lies at least |t| from zero, either way: the incomplete beta function at
 * ν / (ν + t²) with ν/2 and 1/2 (Abramowitz and Stegun 26.5.27; its continued fraction as in Numerical Recipes, 6.4).
 */
export function studentTails(t: number, freedom: number): number {
  if (t === 0) return 1
  if (!Number.isFinite(t)) return 0
  if (!Number.isFinite(freedom)) return normalTails(t)
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  const step = (n: number): readonly [number, number] => {
    const m = Math.floor(n / 2)
    const a0 =
      n % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    return [a0, 1]
  }
  return (scale / a) * lentz(1, step)
}

/** The 97.5 % quantile of Student's t, by halving the interval that holds it. */
export function student95(freedom: number): number {
  let [low, high] = [z95, 13]
  while (studentTails(high, freedom) > 0.05) high *= 2
  while (high - low > 1e-9) {
    const middle = (low + high) / 2
    if (studentTails(middle, freedom) > 0.05) low = middle
    else high = middle
  }
  return high
}
