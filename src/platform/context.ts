import type { z } from 'zod'
import type { Config } from '#platform/config.ts'
import type { Db } from '#platform/db/db.ts'
import type { Emitted, EventType, NewEvent } from '#platform/events/event.ts'
import type { Task } from '#platform/jobs/task.ts'

export type Role = 'owner' | 'admin' | 'manager' | 'agent' | 'viewer'

/** Who acts; never implicit. */
export type Actor =
  | { kind: 'member'; id: string; userId: string; role: Role }
  | { kind: 'key'; id: string; scopes: readonly string[] }
  | { kind: 'contact'; id: string }
  | { kind: 'job'; name: string }
  | { kind: 'anonymous' }

/** What a command works with: one transaction in one workspace, on behalf of one actor. */
export interface Ctx {
  readonly db: Db
  readonly workspaceId: string
  readonly actor: Actor
  readonly config: Config
  readonly requestId: string
  /** The only clock of business code. */
  now(): Date
  /** Writes the event (outbox and audit row) in this transaction and runs its projections. */
  emit<P extends z.ZodType>(type: EventType<P>, event: NewEvent<z.input<P>>): Promise<void>
  /** The same for several events of one type, in one statement. */
  emitAll<P extends z.ZodType>(type: EventType<P>, events: readonly NewEvent<z.input<P>>[]): Promise<void>
  /**
   * A job that exists exactly when this transaction commits. Same key: the waiting job is replaced. Jobs of one queue run
   * one after the other.
   */
  enqueue<P extends z.ZodType>(
    task: Task<P>,
    payload: z.input<P>,
    options?: { key?: string; runAt?: Date; queue?: string },
  ): Promise<void>
  /** What the answer should say beyond its body. */
  readonly reply: { status?: number; headers: Record<string, string> }
}

/** The member who acts; null for jobs, keys and everybody else. */
export const actorMember = ({ actor }: Pick<Ctx, 'actor'>): string | null =>
  actor.kind === 'member' ? actor.id : null

export type { Emitted }
