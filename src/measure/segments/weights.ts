import type { Counted } from '#measure/metrics/figures.ts'
import { isUnknown } from '#measure/segments/rules.ts'

/** Who answers is not who pays: answers as if they came in the shares that groups have in the customer base. */

export interface Stratum {
  key: string
  /** answers */
  n: number
  ofAnswers: number
  ofBase: number
  /** what each answer of it counts; null: nobody of it answered */
  weight: number | null
}

export interface Weighed {
  /** weighted, and as many as the effective number of answers: figures made of them have its interval */
  rows: Counted[]
  /** answers of known groups that customers are in; the others are left out */
  n: number
  leftOut: number
  /** as many equal answers would say as much (Kish) */
  effective: number
  /** share of the base whose groups answered at all; it speaks for them alone */
  covered: number
  strata: Stratum[]
}

/**
 * Answers weighted to the base (post-stratification; D. Holt and T. Smith, “Post Stratification”, JRSS A 142 (1979)): each
 * counts the share of its group in the base over its share in the answers, wₕ = (Wₕ / Σ W) / (nₕ / n) over the groups that
 * answered. Uneven weights cost as much as answers that were never given: the effective number is (Σ w)² / Σ w² (L. Kish,
 * “Weighting for unequal Pᵢ”, Journal of Official Statistics 8 (1992)). Null where no group of the base answered.
 */
export function weigh(
  answers: ReadonlyMap<string, readonly Counted[]>,
  base: ReadonlyMap<string, number>,
): Weighed | null {
  const count = (key: string) => (answers.get(key) ?? []).reduce((sum, row) => sum + row.n, 0)
  const known = [...base].filter(([key, accounts]) => !isUnknown(key) && accounts > 0)
  const accounts = known.reduce((sum, [, one]) => sum + one, 0)
  const n = known.reduce((sum, [key]) => sum + count(key), 0)
  if (n === 0) return null
  const answered = known.filter(([key]) => count(key) > 0)
  const covered = answered.reduce((sum, [, one]) => sum + one, 0) / accounts
  const strata = known.map(([key, one]): Stratum => {
    const [own, ofBase] = [count(key), one / accounts]
    return {
      ...{ key, n: own, ofAnswers: own / n, ofBase },
      weight: own === 0 ? null : ofBase / covered / (own / n),
    }
  })
  const squares = strata.reduce((sum, one) => sum + one.n * (one.weight ?? 0) ** 2, 0)
  const effective = n ** 2 / squares
  return {
    rows: strata.flatMap(({ key, weight }) =>
      (answers.get(key) ?? []).map((row) => ({ ...row, n: (row.n * weight! * effective) / n, late: 0 })),
    ),
    n,
    leftOut: [...answers.keys()].reduce((sum, key) => sum + count(key), 0) - n,
    effective,
    covered,
    strata,
  }
}
