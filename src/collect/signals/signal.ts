import { isStorable } from '#collect/signals/rules.ts'
import { AppError } from '#platform/errors.ts'

/** Whom an event names. */
export interface Party {
  source: string
  key: string
  name: string | null
}
export interface Person extends Party {
  email: string | null
}

/** An event read from any of the forms it may come in. */
export interface Signal {
  id: string | null
  /** null: it only says who somebody is (identify, group) */
  feature: string | null
  at: Date | null
  account: Party | null
  person: Person | null
  count: number
  seconds: number
  isError: boolean
}

/** An object as it came in, nothing of which is known yet. */
export type Fields = Record<string, unknown>

/** A text that can be stored and is not too long. */
export function checkText(trimmed: string, name: string, max: number): string {
  if (trimmed.length > max) throw refused(`${name}: is longer than ${max} characters`)
  if (!isStorable(trimmed)) throw refused(`${name}: holds a character that cannot be stored`)
  return trimmed
}

/** Why an event is not counted. */
export function refused(message: string): AppError {
  return new AppError('invalid', 'signal.invalid', message)
}
