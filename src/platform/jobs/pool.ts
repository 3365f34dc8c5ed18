import pg from 'pg'
import { type Connection, databaseTrouble, guarded } from '#platform/db/pool.ts'

/**
 * Connections of the job queue. The library writes the end of a job without waiting for it and tries again only what fails
 * with one of its own codes; a connection that broke is not among them, and the error nobody waits for would end the process.
 * So what is the database being away says so in a code that the library knows.
 */
export function createJobsPool(connection: Connection): pg.Pool {
  return guarded(
    new pg.Pool({ ...connection, max: 8, application_name: 'hearback jobs', Client: PatientClient }),
  )
}

/** Tried again by the library after 3 s and more, up to a hundred times. */
const triedAgain = 'ETIMEDOUT'

function marked<E>(error: E): E {
  if (databaseTrouble(error)?.code === 'database.unavailable')
    Object.assign(error as object, { code: triedAgain })
  return error
}

/** A client whose broken connection is told in that code; its shapes are those of `pg.Client`. */
class PatientClient extends pg.Client {}

const { connect, query } = pg.Client.prototype as unknown as Record<
  'connect' | 'query',
  (...all: unknown[]) => unknown
>

/** The answer of a method, whose failure is marked, whether it is told by a promise or to a callback. */
const markedBy = (method: (...all: unknown[]) => unknown) =>
  function (this: pg.Client, ...input: unknown[]) {
    const last = input.at(-1)
    if (typeof last === 'function')
      input[input.length - 1] = (error: unknown, ...rest: unknown[]) => last(marked(error), ...rest)
    const answer = method.apply(this, input)
    return answer instanceof Promise
      ? answer.catch((error: unknown) => {
          throw marked(error)
        })
      : answer
  }

Object.assign(PatientClient.prototype, { connect: markedBy(connect), query: markedBy(query) })
