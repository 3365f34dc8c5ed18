import { createHmac, timingSafeEqual } from 'node:crypto'
import { errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { contextFault } from '#collect/feedback/rules.ts'
import type { Identify } from '#collect/widget/contract.ts'
import { longestIdentityHours } from '#collect/widget/rules.ts'
import { AppError } from '#platform/errors.ts'

const toleranceSeconds = 30
const amount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .pipe(z.number().min(0).max(1e12))
const textOrNumber = z.union([z.string(), z.number()]).transform((value) => String(value).trim())

const Company = z.object({
  id: textOrNumber.optional(),
  name: z.string().max(200).optional(),
  monthlySpend: amount.optional(),
  mrr: amount.optional(),
  currency: z
    .string()
    .regex(/^[a-z]{3}$/i)
    .optional(),
  plan: z.string().max(80).optional(),
})

// Claims we do not know are none of our business; those we know must have their shape.
const Claims = z.object({
  id: textOrNumber.optional(),
  sub: textOrNumber.optional(),
  email: z.email().max(254).optional(),
  name: z.string().max(120).optional(),
  company: Company.optional(),
  companies: z.array(Company).max(20).optional(),
})

/** A person whose page has proven who they are. */
export interface ProvenPerson {
  proof: 'token' | 'hash'
  id: string
  name: string | null
  email: string | null
  company: {
    id: string | null
    name: string | null
    mrrCents: number | null
    currency: string | null
    plan: string | null
  } | null
}

/**
 * Checks the proof against the key's secrets (the current one, and an old one that still holds).
 * A token is an HS256 JWT with `exp`, at most 24 hours ahead, with the claims of Canny; no other algorithm passes.
 * A hash is the HMAC-SHA256 of the id and proves the id alone: address and company must come in a token.
 */
export async function provePerson(
  given: Identify,
  secrets: readonly string[],
  now: Date,
): Promise<ProvenPerson> {
  if ('token' in given) return provenByToken(given.token, secrets, now)
  const offered = Buffer.from(given.hash, 'hex')
  const holds = secrets.some((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(given.id).digest(), offered),
  )
  if (!holds)
    throw refused(
      'widget.wrong_hash',
      'The hash does not belong to this id. It is the HMAC-SHA256 of the id with the key’s secret, in hexadecimal.',
    )
  return { proof: 'hash', id: given.id, name: given.name ?? null, email: null, company: null }
}

async function provenByToken(token: string, secrets: readonly string[], now: Date): Promise<ProvenPerson> {
  let failure: AppError | undefined
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
        algorithms: ['HS256'],
        requiredClaims: ['exp'],
        clockTolerance: toleranceSeconds,
        currentDate: now,
      })
      if (payload.exp! * 1000 > now.getTime() + longestIdentityHours * 3_600_000 + toleranceSeconds * 1000) {
        throw refused(
          'widget.token_too_long',
          `The token is valid for more than ${longestIdentityHours} hours. Set exp to minutes from now and make one per page.`,
        )
      }
      return personOf(payload)
    } catch (error) {
      // The reason of the first, current secret is the one to tell, unless it was only the signature.
      if (!failure || failure.code === 'widget.wrong_signature') failure = reason(error)
    }
  }
  throw failure ?? new Error('a widget key without a secret')
}

function reason(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof errors.JWTExpired)
    return refused(
      'widget.token_expired',
      'The token has expired. Make a new one on your server when the page loads.',
    )
  if (error instanceof errors.JOSEAlgNotAllowed)
    return refused(
      'widget.wrong_algorithm',
      'The token must be signed with HS256 and the key’s secret. Other algorithms, and none, are refused.',
    )
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return refused(
      'widget.wrong_signature',
      'The token’s signature is wrong. Sign it with HS256 and the secret of this very key.',
    )
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(
      'widget.bad_claim',
      `The claim ${error.claim} is ${error.reason === 'missing' ? 'missing' : 'not accepted'}. A token needs exp, and nbf must not lie ahead.`,
    )
  if (error instanceof errors.JOSEError)
    return refused(
      'widget.token_malformed',
      'This is not a signed JWT. Send the three parts with dots between them, as your library makes them.',
    )
  throw error
}

function personOf(payload: unknown): ProvenPerson {
  const fault = contextFault(payload)
  if (fault) throw refused('widget.bad_claim', `The token ${fault}.`)
  const claims = Claims.safeParse(payload)
  if (!claims.success) {
    const issue = claims.error.issues[0]!
    throw refused('widget.bad_claim', `The claim ${issue.path.join('.')} is not accepted: ${issue.message}.`)
  }
  const { id, sub, email, name, company, companies } = claims.data
  const person = id || sub
  if (!person || person.length > 200)
    throw refused(
      'widget.bad_claim',
      'The token names nobody. Put your own id of the person, at most 200 characters, into the claim id.',
    )
  const firm = company ?? companies?.[0]
  const spend = firm?.mrr ?? firm?.monthlySpend
  return {
    proof: 'token',
    id: person,
    name: name?.trim() || null,
    email: email ?? null,
    company: firm
      ? {
          id: firm.id || null,
          name: firm.name?.trim() || null,
          mrrCents: spend === undefined ? null : Math.round(spend * 100),
          currency: firm.currency ?? null,
          plan: firm.plan?.trim() || null,
        }
      : null,
  }
}

function refused(code: string, message: string): AppError {
  return new AppError('unauthenticated', code, message)
}
