/** One transaction's worth of calls, and how many such groups of one lane are written at once. */
const groupMax = 64
const groupsAtOnce = 2

interface Waiting<Call, Answer> {
  call: Call
  resolve(answer: Answer): void
  reject(error: unknown): void
}

interface Lane<Call, Answer> {
  waiting: Waiting<Call, Answer>[]
  running: number
}

/**
 * Group commit: a call that finds its lane free goes at once; calls that arrive while others of their lane are being
 * written go together as soon as one of those is done. `write` answers all calls of a group or throws and has changed
 * nothing; then each is written alone, so that nobody's mistake is another's.
 */
export class Together<Call, Answer> {
  readonly #write: (calls: Call[]) => Promise<Answer[]>
  readonly #lanes = new Map<string, Lane<Call, Answer>>()

  constructor(write: (calls: Call[]) => Promise<Answer[]>) {
    this.#write = write
  }

  /** The call's own answer or error. Calls of one lane may share a transaction. */
  submit(name: string, call: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const lane = this.#lanes.get(name) ?? { waiting: [], running: 0 }
      this.#lanes.set(name, lane)
      lane.waiting.push({ call, resolve, reject })
      this.#next(name, lane)
    })
  }

  #next(name: string, lane: Lane<Call, Answer>): void {
    if (lane.waiting.length === 0 || lane.running === groupsAtOnce) {
      if (lane.waiting.length === 0 && lane.running === 0) this.#lanes.delete(name)
      return
    }
    lane.running += 1
    void this.#writeGroup(lane.waiting.splice(0, groupMax)).then(() => {
      lane.running -= 1
      this.#next(name, lane)
    })
  }

  async #writeGroup(group: Waiting<Call, Answer>[]): Promise<void> {
    try {
      const answers = await this.#write(group.map(({ call }) => call))
      for (const [i, { resolve }] of group.entries()) resolve(answers[i]!)
    } catch (error) {
      if (group.length === 1) group[0]!.reject(error)
      else for (const one of group) await this.#writeGroup([one])
    }
  }
}
