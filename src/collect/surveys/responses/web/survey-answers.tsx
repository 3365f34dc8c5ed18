import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { channelWords, isChannel } from '#collect/surveys/channels.ts'
import { getSurvey } from '#collect/surveys/contract.ts'
import { exportResponses, listResponses } from '#collect/surveys/responses/contract.ts'
import { AnswerList } from '#collect/surveys/responses/web/answer-list.tsx'
import { type NpsGroup, npsGroups } from '#collect/surveys/rules.ts'
import { SurveyTabs } from '#collect/surveys/web/survey-tabs.tsx'
import { addressOf, call } from '#platform/web/api.ts'
import { FilterChip } from '#platform/web/chips.tsx'
import { Segments } from '#platform/web/form.tsx'
import { dateOn } from '#platform/web/format.ts'
import { useAddress, useParam, useSlug } from '#platform/web/go.tsx'
import { Content, Toolbar, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

type Group = NpsGroup | 'all' | 'provisional'
const groups: { value: Group; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'detractor', label: '0 to 6' },
  { value: 'passive', label: '7 and 8' },
  { value: 'promoter', label: '9 and 10' },
  { value: 'provisional', label: 'In doubt' },
]

/** Who gave them, and how: as the results tell them apart. */
const who = ['segment', 'plan', 'owner', 'language'] as const

const isDay = (text: string | undefined) =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

const rangeWords = ({ numberFrom: from, numberTo: to }: Partial<Record<string, string>>) =>
  from === undefined || to === undefined ? undefined : from === to ? from : `${from} to ${to}`

/** Every answer of one survey, newest first; a figure asks for the negative ones, or for those between two days. */
export default function SurveyAnswers() {
  const slug = useSlug()
  const surveyId = useParam('surveyId')
  const [search, setSearch] = useAddress()
  const group = groups.find((one) => one.value === search.group)?.value ?? 'all'
  const known = npsGroups.find((one) => one === group)
  const score = search.score && /^(10|\d)$/.test(search.score) ? Number(search.score) : undefined
  const filter = {
    survey: surveyId,
    ...(known && { group: known }),
    ...(group === 'provisional' && { provisional: 'true' }),
    ...(score !== undefined && { score }),
    ...(search.wave && { wave: search.wave }),
    ...(isChannel(search.channel) && { channel: search.channel }),
    ...(search.link && { link: search.link }),
    ...(search.negative === 'true' && { negative: 'true' }),
    ...(search.question && { question: search.question }),
    ...(search.question && search.number && { number: search.number }),
    ...(search.question && search.numberFrom && { numberFrom: search.numberFrom }),
    ...(search.question && search.numberTo && { numberTo: search.numberTo }),
    ...(search.question && search.choice && { choice: search.choice }),
    ...Object.fromEntries(who.filter((by) => search[by] !== undefined).map((by) => [by, search[by]])),
    ...(isDay(search.from) && { since: `${search.from}T00:00:00Z` }),
    ...(isDay(search.to) && { until: new Date(Date.parse(search.to!) + 86_400_000).toISOString() }),
  }
  const survey = useQuery({
    queryKey: ['survey', slug, surveyId],
    queryFn: () => call(getSurvey, { surveyId }),
  })
  const list = useInfiniteQuery({
    queryKey: ['responses', slug, filter],
    queryFn: ({ pageParam }) => call(listResponses, { ...filter, cursor: pageParam, limit: 50 }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const asked = survey.data?.questions.find(({ key }) => key === search.question)
  const isNps = survey.data?.kind === 'nps'
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <>
      <TopBar
        title={survey.data?.name ?? 'Survey'}
        crumbs={[{ label: 'Surveys', to: 'surveys' }]}
        tabs={<SurveyTabs surveyId={surveyId} current="answers" />}
      >
        <a className="btn ghost max-phone:hidden" href={addressOf(exportResponses, filter, slug)} download>
          Save as CSV
        </a>
      </TopBar>
      <Toolbar>
        <Segments<Group>
          label="Score"
          value={group}
          options={isNps ? groups : groups.filter(({ value }) => value === 'all' || value === 'provisional')}
          onChange={(next) => setSearch({ group: next === 'all' ? undefined : next, score: undefined })}
        />
        {asked && (
          <FilterChip
            field={asked.wording}
            value={
              search.number ??
              rangeWords(search) ??
              asked.choices.find(({ key }) => key === search.choice)?.label ??
              'answered'
            }
            onRemove={() =>
              setSearch({
                question: undefined,
                number: undefined,
                numberFrom: undefined,
                numberTo: undefined,
                choice: undefined,
              })
            }
          />
        )}
        {who.map(
          (by) =>
            search[by] !== undefined && (
              <FilterChip
                key={by}
                field={`${by[0]!.toUpperCase()}${by.slice(1)}`}
                value={by === 'owner' && search[by] !== '' ? 'one member' : search[by] || 'not known'}
                onRemove={() => setSearch({ [by]: undefined })}
              />
            ),
        )}
        {isChannel(search.channel) && (
          <FilterChip
            field="Channel"
            value={channelWords[search.channel]}
            onRemove={() => setSearch({ channel: undefined })}
          />
        )}
        {search.link && (
          <FilterChip field="Link" value="one" onRemove={() => setSearch({ link: undefined })} />
        )}
        {search.negative === 'true' && (
          <FilterChip field="Answers" value="negative" onRemove={() => setSearch({ negative: undefined })} />
        )}
        {(isDay(search.from) || isDay(search.to)) && (
          <FilterChip
            field="Answered"
            value={[isDay(search.from) && dateOn(search.from!, 0), isDay(search.to) && dateOn(search.to!, 0)]
              .filter(Boolean)
              .join(' to ')}
            onRemove={() => setSearch({ from: undefined, to: undefined })}
          />
        )}
      </Toolbar>
      <Content padded>
        {(survey.data?.arriving ?? 0) > 0 && (
          <p className="help mb-3" role="status">
            {survey.data!.arriving === 1 ? '1 person has' : `${survey.data!.arriving} people have`} just
            pressed Send. It counts after two minutes, unless a program does the same by other links of the
            mail.
          </p>
        )}
        {list.error ? (
          <Failed
            error={list.error}
            title="The answers could not be read"
            onRetry={() => void list.refetch()}
          />
        ) : list.isPending ? (
          <LoadingRows />
        ) : rows.length === 0 ? (
          <Empty title="No answers here">
            {group === 'provisional'
              ? 'No answer shows signs of a machine.'
              : 'Answers appear two minutes after people press Send on their page.'}
          </Empty>
        ) : (
          <>
            <AnswerList responses={rows} />
            <Pager
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </>
        )}
      </Content>
    </>
  )
}
