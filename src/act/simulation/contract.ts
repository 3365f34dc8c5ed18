import { z } from 'zod'
import { CalendarSetting } from '#platform/calendar/contract.ts'
import { endpoint } from '#platform/endpoint.ts'

/** The longest past that is replayed, in months. */
export const mostMonths = 24

const position = z
  .string()
  .regex(/^[a-z][a-z0-9.-]*$/, 'is a position such as support-lead')
  .max(60)

/** How many people hold a position, and how many hours a week each has for the steps (null: all working hours). */
export const StaffChange = z.strictObject({
  position,
  people: z.number().int().min(0).max(1000),
  hoursPerWeek: z.number().min(0).max(168).nullable().default(null),
})
export type StaffChange = z.output<typeof StaffChange>

const Step = z.object({
  step: z.string(),
  title: z.string(),
  round: z.number(),
  who: z.string(),
  state: z.enum(['ahead', 'open', 'done', 'skipped', 'dropped']),
  openedAt: z.string().nullable(),
  earliestAt: z.string().nullable(),
  latestAt: z.string().nullable(),
  startedAt: z.string().nullable(),
  doneAt: z.string().nullable(),
  isLate: z.boolean(),
})
export type SimulatedStep = z.output<typeof Step>

const Case = z.object({
  lead: z.string(),
  openedAt: z.string(),
  endedAt: z.string().nullable(),
  end: z.enum(['resolved', 'stopped']).nullable(),
  joined: z.number(),
  late: z.number(),
  steps: z.array(Step),
})
export type SimulatedCase = z.output<typeof Case>

/** What one cause becomes on either side; null where it opens no case of its own, perhaps because it joins one. */
const Pair = z.object({
  id: z.string(),
  title: z.string(),
  account: z.string().nullable(),
  before: Case.nullable(),
  after: Case.nullable(),
  joinsBefore: z.boolean(),
  joinsAfter: z.boolean(),
  isDifferent: z.boolean(),
})
export type SimulatedPair = z.output<typeof Pair>

const Position = z.object({
  position: z.string(),
  people: z.number(),
  hoursPerWeek: z.number().nullable(),
  /** hours a week that all of them together have for these steps */
  capacity: z.number(),
  steps: z.number(),
  late: z.number(),
  hours: z.number(),
  /** by week, in the order of `weeks`: worked hours, and steps that fell due then and were late */
  weeks: z.array(z.object({ hours: z.number(), late: z.number() })),
})
export type SimulatedPosition = z.output<typeof Position>

const StepFigures = z.object({
  step: z.string(),
  title: z.string(),
  opened: z.number(),
  skipped: z.number(),
  done: z.number(),
  late: z.number(),
  hours: z.number(),
  minutesEach: z.number(),
})
export type StepFigures = z.output<typeof StepFigures>

const Side = z.object({
  /** "Version 3", "the draft" */
  label: z.string(),
  cases: z.object({
    opened: z.number(),
    joined: z.number(),
    resolved: z.number(),
    stopped: z.number(),
    open: z.number(),
  }),
  leads: z.array(z.object({ lead: z.string(), cases: z.number() })),
  steps: z.array(StepFigures),
  positions: z.array(Position),
  /** all steps that opened, the late ones among them, and their work */
  opened: z.number(),
  late: z.number(),
  hours: z.number(),
})
export type SimulatedSide = z.output<typeof Side>

export const Simulation = z.object({
  title: z.string(),
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  seed: z.number(),
  causes: z.object({
    read: z.number(),
    /** answers and items that opened or joined a case on either side */
    fitting: z.number(),
    /** false: more happened than is replayed at once, and the time begins later than was asked for */
    isWhole: z.boolean(),
  }),
  /** Mondays */
  weeks: z.array(z.string()),
  changes: z.array(z.string()),
  assumptions: z.array(z.string()),
  before: Side,
  after: Side,
  cases: z.array(Pair),
  casesInAll: z.number(),
})
export type Simulation = z.output<typeof Simulation>

export const simulatePlaybook = endpoint({
  method: 'POST',
  path: '/playbooks/:key/simulate',
  summary:
    'Replay past months through a playbook as it is and as it is changed: cases, work and late steps; changes nothing',
  access: 'playbooks:read',
  tx: 'none',
  params: z.strictObject({
    key: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is a playbook name such as nps-detractor')
      .max(100),
  }),
  body: z.strictObject({
    text: z.string().min(1).max(100_000).optional().meta({ description: 'The changed playbook' }),
    version: z
      .number()
      .int()
      .min(1)
      .max(1e6)
      .optional()
      .meta({ description: 'A version to compare with, in place of a text' }),
    months: z.number().int().min(1).max(mostMonths).default(12),
    calendar: CalendarSetting.optional().meta({ description: 'The changed calendar' }),
    staff: z.array(StaffChange).max(40).default([]).meta({ description: 'Staffing as it is changed' }),
    staffNow: z
      .array(StaffChange)
      .max(40)
      .default([])
      .meta({ description: 'Staffing as it is, where members and full hours are not what there was' }),
    seed: z.number().int().min(0).max(4_294_967_295).default(1),
  }),
  response: Simulation,
})
