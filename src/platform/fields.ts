import { z } from 'zod'
import { hasNul, nulMessage } from '#platform/nul.ts'

/** Text as it can be stored: no NUL, no half of a surrogate pair. */
export const text = (max: number) =>
  z
    .string()
    .max(max, `is longer than ${max.toLocaleString('en')} characters; shorten it`)
    .refine((value) => !hasNul(value), nulMessage)
    .overwrite((value) => value.replace(/\p{Surrogate}/gu, '\uFFFD'))

/** A moment with its zone. */
export const instant = z.iso
  .datetime({ offset: true, message: 'is not a time with a zone such as 2026-11-19T08:25:00Z' })
  .transform((value) => new Date(value))
