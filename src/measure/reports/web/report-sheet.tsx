import { type ReactNode, useId } from 'react'
import { changedParts } from '#close/share-backs/rules.ts'
import { followUpAddress, itemsAddress } from '#measure/reports/addresses.ts'
import type { Report } from '#measure/reports/contract.ts'
import { itemsChart, typesChart } from '#measure/reports/drawings.ts'
import { periodTitle } from '#measure/reports/rules.ts'
import {
  answerText,
  effectText,
  itemsSub,
  itemsTitle,
  scoreLines,
  severityText,
  themeMove,
  themesSub,
  themesTitle,
  typesSub,
  typesTitle,
  waitingSub,
  waitingTitle,
} from '#measure/reports/words.ts'
import { Figure } from '#platform/web/figure.tsx'
import { count, dateTimeIn } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'

/** The sheet itself: what the PDF has too, with every number a door. */
export function ReportSheet({ report }: { report: Report }) {
  const { kind, figures } = report
  const inbox = (type?: string) => itemsAddress(report.from, report.to, type)
  const bugs = figures.types.find(({ code }) => code === 'bug_report')
  const scores = scoreLines(kind, figures)
  return (
    <article className="sheet">
      <header className="sheet-head">
        <b>{useSession().workspace.name}</b>
        <span className="help num">{periodTitle(report)}</span>
      </header>
      <h2 className="headline">{report.headline}</h2>
      <p className="lead">{report.lead}</p>
      <div className="pair">
        <Figure
          title={itemsTitle(kind, figures)}
          sub={itemsSub(kind, figures)}
          draw={(width) =>
            itemsChart(kind, figures, { width, link: { to: inbox(), says: `${figures.items} items` } })
          }
          height={100}
        />
        <Figure
          title={typesTitle(figures)}
          sub={typesSub(kind, figures)}
          draw={(width) => typesChart(figures, { width, linkOf: inbox })}
          height={100}
        >
          {bugs && bugs.items > 0 && <p className="help">Bugs: {severityText(figures)}.</p>}
        </Figure>
      </div>
      <Themes report={report} />
      <Waiting report={report} />
      {scores.length > 0 && (
        <Part title="What customers answered, and how it ended">
          <ul className="scores">
            {scores.map(({ label, value, note }) => (
              <li key={label}>
                <span>{label}</span>
                <b className="num">{value}</b>
                <span className="help">{note}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {figures.effects.length > 0 && (
        <Part title="Whether what we put right helped">
          {figures.effects.map((effect) => (
            <p key={effect.id}>
              <Go to={`actions/${effect.id}`} className="med hover:underline">
                CAPA {effect.number}: {effect.finding}
              </Go>
              <span className="block text-ink-2">{effectText(effect)}</span>
            </p>
          ))}
        </Part>
      )}
      <Part title="What was learned and changed">
        {changedParts(figures.changed).map((part) => (
          <div key={part.title}>
            <h4 className="help">{part.title}</h4>
            <ul>
              {part.lines.map((line) => (
                <li key={line.text} className="wrap-anywhere">
                  {line.to ? (
                    <Go to={line.to} className="hover:underline">
                      {line.text}
                    </Go>
                  ) : (
                    line.text
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </Part>
      <footer className="help num">
        Figures as of {dateTimeIn(report.zone, report.madeAt, report.madeAt)}. Each number opens its records.
      </footer>
    </article>
  )
}

function Part({ title, sub, children }: { title: string; sub?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="fig" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {sub && <p className="sub">{sub}</p>}
      <div className="part">{children}</div>
    </section>
  )
}

function Themes({ report }: { report: Report }) {
  const { kind, figures, quotes, madeAt } = report
  if (figures.themes.length === 0)
    return (
      <Part title={themesTitle(figures)}>
        <p className="help">Themes are found once enough was said.</p>
      </Part>
    )
  return (
    <Part title={themesTitle(figures)} sub={themesSub(kind)}>
      <table className="tb themes">
        <caption className="vh">Top themes</caption>
        <thead>
          <tr>
            <th scope="col">Theme</th>
            <th scope="col" className="rt">
              Mentions
            </th>
            <th scope="col" className="rt">
              Accounts
            </th>
            <th scope="col">What we do</th>
          </tr>
        </thead>
        <tbody>
          {figures.themes.map((theme, at) => {
            const said = quotes.find(({ themeId }) => themeId === theme.id)
            const move = themeMove(figures, theme)
            return (
              <tr key={theme.id}>
                <td>
                  <b className="num place">{at + 1}</b>
                  <span className="said">
                    <Go to={`themes/${theme.id}`} className="med hover:underline" dir="auto">
                      {theme.name}
                    </Go>
                    {said && (
                      <Go to={`inbox/${said.feedbackId}`} className="help block hover:underline">
                        <q dir="auto">{said.quote}</q>
                      </Go>
                    )}
                  </span>
                </td>
                <td className="rt">
                  <Door to={`themes/${theme.id}`} className="num">
                    {count(theme.mentions)}
                  </Door>
                  {move && <span className="help block nowrap">{move}</span>}
                </td>
                <td className="rt num">{count(theme.accounts)}</td>
                <td>
                  {theme.answer ? (
                    <>
                      {answerText(theme.answer, madeAt)}
                      <Go
                        to={`${theme.answer.kind === 'request' ? 'requests' : 'actions'}/${theme.answer.id}`}
                        className="help block hover:underline"
                      >
                        {theme.answer.title}
                      </Go>
                    </>
                  ) : (
                    <span className="muted">{answerText(null, madeAt)}</span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Part>
  )
}

function Waiting({ report }: { report: Report }) {
  const { figures, followUps, madeAt, zone } = report
  const { untold, waiting } = figures
  const rest = waiting.cases + waiting.items - followUps.length
  return (
    <Part title={waitingTitle(figures)} sub={waitingSub(report)}>
      {followUps.length + untold.people > 0 && (
        <table className="tb waiting">
          <caption className="vh">Who needs follow-up</caption>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col" className="max-phone:hidden">
                About
              </th>
              <th scope="col">Owner</th>
              <th scope="col" className="rt">
                Due
              </th>
            </tr>
          </thead>
          <tbody>
            {followUps.map((one) => (
              <tr key={followUpAddress(one)}>
                <td>
                  <Go to={followUpAddress(one)} className="med hover:underline" dir="auto">
                    {one.who}
                  </Go>
                </td>
                <td className="text-ink-2 max-phone:hidden" dir="auto">
                  {one.about}
                </td>
                <td>{one.owner ?? <span className="muted">nobody</span>}</td>
                <td className={`rt num ${one.dueAt && one.dueAt < madeAt ? 'err strong' : ''}`}>
                  {one.dueAt ? dateTimeIn(zone, one.dueAt, madeAt) : '–'}
                </td>
              </tr>
            ))}
            {untold.people > 0 && (
              <tr>
                <td className="med">
                  <Door to="loops?missing=told">{count(untold.people)}</Door>{' '}
                  {untold.people === 1 ? 'person' : 'people'} behind {count(untold.items)} finished{' '}
                  {untold.items === 1 ? 'item' : 'items'}
                </td>
                <td className="text-ink-2 max-phone:hidden">are owed an answer</td>
                <td />
                <td />
              </tr>
            )}
          </tbody>
        </table>
      )}
      {rest > 0 && <p className="help mt-1">And {count(rest)} more.</p>}
    </Part>
  )
}
