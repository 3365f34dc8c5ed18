import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { channelWords } from '#collect/surveys/channels.ts'
import { getSurvey } from '#collect/surveys/contract.ts'
import { drawSurveyLink, listSurveyLinks, type SurveyLink } from '#collect/surveys/links/contract.ts'
import { LinkPanel } from '#collect/surveys/links/web/link-panel.tsx'
import { SurveyTabs } from '#collect/surveys/web/survey-tabs.tsx'
import { addressOf, call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { CopyLine } from '#platform/web/copy.tsx'
import { dateTime, plural, said } from '#platform/web/format.ts'
import { Door, useParam, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

/** Links of a survey that anybody can answer: their addresses, codes and frames, and what each brought. */
export default function SurveyLinks() {
  const slug = useSlug()
  const surveyId = useParam('surveyId')
  const canManage = useCan('surveys:manage')
  const [open, setOpen] = useState<SurveyLink | 'new'>()
  const survey = useQuery({
    queryKey: ['survey', slug, surveyId],
    queryFn: () => call(getSurvey, { surveyId }),
  })
  const links = useQuery({
    queryKey: ['survey-links', slug, surveyId],
    queryFn: () => call(listSurveyLinks, { surveyId }),
  })
  return (
    <>
      <TopBar
        title={survey.data?.name ?? 'Survey'}
        crumbs={[{ label: 'Surveys', to: 'surveys' }]}
        tabs={<SurveyTabs surveyId={surveyId} current="links" />}
      >
        {canManage && (
          <Button kind="primary" onClick={() => setOpen('new')}>
            Make a link
          </Button>
        )}
      </TopBar>
      <Content padded>
        {links.error ? (
          <Failed
            error={links.error}
            title="The links could not be read"
            onRetry={() => void links.refetch()}
          />
        ) : !links.data ? (
          <LoadingRows />
        ) : links.data.data.length === 0 ? (
          <Empty title="No link yet">
            Whoever opens a link can answer, without an invitation: from a website, a sign with its code, or a
            tablet in the hall.
          </Empty>
        ) : (
          <ul className="max-w-4xl" aria-label="Links">
            {links.data.data.map((link) => (
              <Line key={link.id} link={link} {...(canManage && { onChange: () => setOpen(link) })} />
            ))}
          </ul>
        )}
      </Content>
      {open && (
        <LinkPanel
          key={open === 'new' ? 'new' : open.id}
          surveyId={surveyId}
          {...(open !== 'new' && { link: open })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  )
}

const stateWords: Record<SurveyLink['state'], string> = {
  open: '',
  closed: 'closed',
  over: 'its time is over',
  full: 'all answers are in',
}

function Line({ link, onChange }: { link: SurveyLink; onChange?: () => void }) {
  const slug = useSlug()
  const code = addressOf(drawSurveyLink, { linkId: link.id }, slug)
  return (
    <li className="flex gap-4 border-line py-4 not-first:border-t max-phone:flex-col">
      <a href={code} target="_blank" rel="noreferrer" className="flex-none" title="Open it to print">
        <img src={code} alt={`QR code of ${link.name}, opens to print`} width={112} height={112} />
      </a>
      <div className="grid min-w-0 grow gap-2">
        <div className="row flex-wrap gap-x-3">
          <h2 className={link.state === 'open' ? 'font-semibold' : 'font-semibold text-ink-2'}>
            {link.name}
          </h2>
          <span className="help">
            {[
              stateWords[link.state],
              link.state === 'open' && link.closesAt && `until ${dateTime(link.closesAt)}`,
              link.mostAnswers !== null && `at most ${plural(link.mostAnswers, 'answer')}`,
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
          <span className="grow" />
          <a className="btn sm" href={addressOf(drawSurveyLink, { linkId: link.id, download: 'true' }, slug)}>
            Download code
          </a>
          {onChange && (
            <Button size="sm" onClick={onChange} aria-label={`Change ${link.name}`}>
              Change
            </Button>
          )}
        </div>
        <dl className="grid grid-cols-[3.5rem_minmax(0,1fr)] items-center gap-x-2 gap-y-1.5">
          <dt className="help">Page</dt>
          <dd>
            <CopyLine text={link.url} label={`Address of ${link.name}`} />
          </dd>
          {link.kioskUrl && (
            <>
              <dt className="help">Kiosk</dt>
              <dd>
                <CopyLine text={link.kioskUrl} label={`Kiosk of ${link.name}`} />
              </dd>
            </>
          )}
          {link.frameUrl && (
            <>
              <dt className="help">Frame</dt>
              <dd>
                <CopyLine
                  text={`<iframe src="${link.frameUrl}" title="${escaped(link.name)}" width="100%" height="420" style="border:0" loading="lazy"></iframe>`}
                  label={`Frame of ${link.name}`}
                />
              </dd>
            </>
          )}
        </dl>
        <p className="help num">
          <Door to={`surveys/${link.surveyId}/answers?link=${link.id}`}>
            {plural(link.answers, 'answer')}
          </Door>
          {link.byChannel.length > 1 &&
            ` (${link.byChannel.map((one) => `${channelWords[one.channel].toLowerCase()} ${one.answers}`).join(', ')})`}
          {link.lastAt && `, last ${said(link.lastAt)}`}
        </p>
      </div>
    </li>
  )
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
