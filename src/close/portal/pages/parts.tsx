/** @jsxImportSource hono/jsx */

import { plainStart } from '#close/portal/markdown.ts'
import type { Open } from '#close/portal/open.ts'
import { dayText, numberText } from '#close/portal/pages/shell.tsx'
import type { Change } from '#close/portal/queries/changes.ts'
import type { Idea } from '#close/portal/queries/ideas.ts'
import type { RoadmapColumn } from '#close/portal/rules.ts'

/** The vote for an idea as a button that is a form: a press adds it or takes it back. */
export function Vote({ open, idea, voted, back }: { open: Open; idea: Idea; voted: boolean; back: string }) {
  const { texts, base, language } = open
  return (
    <form method="post" action={`${base}/ideas/${idea.id}`}>
      <input type="hidden" name="back" value={back} />
      <button
        class={voted ? 'vote voted' : 'vote'}
        type="submit"
        name="do"
        value={voted ? 'unvote' : 'vote'}
        aria-pressed={voted ? 'true' : 'false'}
      >
        <b aria-hidden="true">{numberText(idea.voters, language)}</b>
        <span>{voted ? texts.wanted : texts.want}</span>
        <span class="sr">
          {`${texts.votes.replace('{n}', numberText(idea.voters, language))}. ${idea.title}`}
        </span>
      </button>
    </form>
  )
}

export function Status({ open, idea }: { open: Open; idea: Idea }) {
  return (
    <div class={idea.status === 'shipped' ? 'status shipped' : 'status'}>
      {open.texts.status[idea.status]}
      {idea.coming ? (
        <span class="note">
          <bdi>{idea.coming}</bdi>
        </span>
      ) : null}
    </div>
  )
}

/** Ideas, each with its vote, words and status. */
export function IdeaList({
  open,
  ideas,
  votes,
  back,
}: {
  open: Open
  ideas: readonly Idea[]
  votes: ReadonlyMap<string, number>
  back: string
}) {
  return (
    <ol>
      {ideas.map((idea) => (
        <li class="idea">
          <Vote open={open} idea={idea} voted={votes.has(idea.uuid)} back={back} />
          <div>
            <h2 dir="auto">
              <a href={`${open.base}/ideas/${idea.id}`}>{idea.title}</a>
            </h2>
            {idea.text ? <p dir="auto">{idea.text.slice(0, 240)}</p> : null}
          </div>
          <Status open={open} idea={idea} />
        </li>
      ))}
    </ol>
  )
}

/** What comes and what came, beside the ideas. */
export function Aside({
  open,
  roadmap,
  changes,
  votes,
}: {
  open: Open
  roadmap: Record<RoadmapColumn, Idea[]> | undefined
  changes: Change[] | undefined
  votes: ReadonlyMap<string, number>
}) {
  const { texts, base, language } = open
  const columns = (roadmap ? (Object.keys(roadmap) as RoadmapColumn[]) : []).filter(
    (key) => roadmap![key].length > 0,
  )
  if (columns.length === 0 && !changes?.length) return null
  return (
    <aside>
      {columns.length > 0 ? (
        <section aria-labelledby="coming">
          <h2 id="coming">{texts.roadmap}</h2>
          {columns.map((key) => (
            <>
              <h3>{texts[key]}</h3>
              <ul>
                {roadmap![key].map((idea) => (
                  <li>
                    <a href={`${base}/ideas/${idea.id}`} dir="auto">
                      {idea.title}
                    </a>
                    {idea.coming || votes.has(idea.uuid) ? (
                      <div class="note">
                        <bdi>{idea.coming}</bdi>{' '}
                        {votes.has(idea.uuid) ? <span class="mark">{texts.youAsked}</span> : null}
                      </div>
                    ) : null}
                  </li>
                ))}
              </ul>
            </>
          ))}
        </section>
      ) : null}
      {changes?.length ? (
        <section aria-labelledby="came">
          <h2 id="came">{texts.changes}</h2>
          <ul>
            {changes.slice(0, 3).map((change) => (
              <li>
                <a href={`${base}/changes#${change.id}`} dir="auto">
                  {change.name}
                </a>
                <div class="note" dir="auto">
                  {[dayText(change.at, language), plainStart(change.notes, 90)].filter(Boolean).join(' · ')}
                </div>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </aside>
  )
}

/** The address of a person who is not known yet: all they do waits for the link that is sent to it. */
export function EmailField({ open, email, note }: { open: Open; email?: string | undefined; note?: string }) {
  return (
    <label class="field">
      {open.texts.email}
      <input type="email" name="email" maxlength={254} autocomplete="email" required value={email ?? ''} />
      <span class="note">{note ?? open.texts.emailNote}</span>
    </label>
  )
}

/** How much it matters, 0 to 3. */
export function ImportanceField({ open, chosen }: { open: Open; chosen: number }) {
  return (
    <fieldset class="gap">
      <legend>{open.texts.howMuch}</legend>
      {open.texts.importance.map((words, value) => (
        <label class="opt">
          <input type="radio" name="importance" value={value} checked={value === chosen} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  )
}
