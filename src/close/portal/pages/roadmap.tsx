/** @jsxImportSource hono/jsx */
import type { Open } from '#close/portal/open.ts'
import { numberText, portalPage } from '#close/portal/pages/shell.tsx'
import type { Idea } from '#close/portal/queries/ideas.ts'
import type { RoadmapColumn } from '#close/portal/rules.ts'

/** What is in work, what comes next, and what may come later. */
export function roadmapPage(
  open: Open,
  columns: Record<RoadmapColumn, Idea[]>,
  votes: ReadonlyMap<string, number>,
): Response {
  const { texts, base, language, brand } = open
  return portalPage(open, {
    title: texts.roadmap,
    tab: 'roadmap',
    path: `${base}/roadmap`,
    description: `${texts.roadmap}: ${brand}`,
    children: (
      <>
        <h1>{texts.roadmap}</h1>
        <div class="roadmap">
          {(Object.keys(columns) as RoadmapColumn[]).map((key) => (
            <section class="column" aria-labelledby={key}>
              <h2 id={key}>{texts[key]}</h2>
              {columns[key].length === 0 ? <p class="dim gap">{texts.nothingYet}</p> : null}
              <ul>
                {columns[key].map((idea) => (
                  <li>
                    <a href={`${base}/ideas/${idea.id}`} dir="auto">
                      {idea.title}
                    </a>
                    <p class="note">
                      {idea.coming ? (
                        <>
                          <bdi>{idea.coming}</bdi>
                          {' · '}
                        </>
                      ) : null}
                      {texts.votes.replace('{n}', numberText(idea.voters, language))}{' '}
                      {votes.has(idea.uuid) ? <span class="mark">{texts.youAsked}</span> : null}
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </>
    ),
  })
}
