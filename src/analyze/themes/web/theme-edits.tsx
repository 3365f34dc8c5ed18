import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  changeTheme,
  mergeTheme,
  previewMerge,
  previewSplit,
  splitTheme,
  type ThemeDetail,
  unmergeTheme,
  unsplitTheme,
} from '#analyze/themes/contract.ts'
import { RuleFields, rulesOf } from '#analyze/themes/web/rule-fields.tsx'
import { ThemePick } from '#analyze/themes/web/theme-pick.tsx'
import { useThemeChange } from '#analyze/themes/web/use-themes.ts'
import type { Answer } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Segments, TextInput } from '#platform/web/form.tsx'
import { count, money, plural } from '#platform/web/format.ts'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

export type Edit = 'rename' | 'merge' | 'split' | 'rules'

/** One change of a theme, with what it would do seen before it is done. */
export function EditPanel({ edit, detail, onClose }: { edit: Edit; detail: ThemeDetail; onClose(): void }) {
  if (edit === 'rename') return <Rename detail={detail} onClose={onClose} />
  if (edit === 'merge') return <Merge detail={detail} onClose={onClose} />
  if (edit === 'split') return <Split detail={detail} onClose={onClose} />
  return <Rules detail={detail} onClose={onClose} />
}

interface PanelProps {
  detail: ThemeDetail
  onClose(): void
}

function Rename({ detail: { theme }, onClose }: PanelProps) {
  const [name, setName] = useState(theme.isNamed ? theme.name : '')
  const change = useThemeChange((next: string | null) => call(changeTheme, { themeId: theme.id, name: next }))
  const save = async (next: string | null) => {
    await change.mutateAsync(next)
    onClose()
    toast({
      message: next ? `The theme is called “${next}”.` : 'Its phrases are its name again.',
      undo: () => change.mutateAsync(theme.isNamed ? theme.name : null),
    })
  }
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Name of the theme"
      footer={
        <>
          <Button
            kind="primary"
            busy={change.isPending}
            disabled={!name.trim()}
            onClick={() => void save(name.trim())}
          >
            Rename
          </Button>
          {theme.isNamed && <Button onClick={() => void save(null)}>Name by its phrases</Button>}
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) void save(name.trim())
        }}
      >
        <Field
          label="Name"
          help={theme.phrases.length > 0 ? `It says: ${theme.phrases.join(' · ')}` : undefined}
        >
          <TextInput value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </SidePanel>
  )
}

function Merge({ detail: { theme }, onClose }: PanelProps) {
  const go = useGo()
  const slug = useSlug()
  const [intoId, setIntoId] = useState<string>()
  const preview = useQuery({
    queryKey: ['theme-merge', slug, theme.id, intoId],
    queryFn: ({ signal }) => call(previewMerge, { themeId: theme.id, intoId: intoId! }, { signal }),
    enabled: intoId !== undefined,
    retry: false,
  })
  const merge = useThemeChange((into: string) => call(mergeTheme, { themeId: theme.id, intoId: into }))
  const undo = useThemeChange(() => call(unmergeTheme, { themeId: theme.id }))
  const apply = async () => {
    const survivor = await merge.mutateAsync(intoId!)
    onClose()
    go(`themes/${survivor.id}`)
    toast({
      message: `“${theme.name}” is counted with “${survivor.name}” from now on.`,
      undo: () => undo.mutateAsync(undefined),
    })
  }
  return (
    <SidePanel
      open
      onClose={onClose}
      title={`Merge “${theme.name}” into${preview.data ? ` “${preview.data.into.name}”` : ''}`}
      footer={
        preview.data && (
          <>
            <Button kind="primary" autoFocus busy={merge.isPending} onClick={() => void apply()}>
              Merge
            </Button>
            <Button onClick={() => setIntoId(undefined)}>Choose another</Button>
          </>
        )
      }
    >
      {intoId !== undefined ? (
        preview.isPending ? (
          <LoadingBlock height={240} label="Counting both together" />
        ) : preview.isError ? (
          <Failed error={preview.error} title="They cannot be merged" />
        ) : (
          <Together {...preview.data} />
        )
      ) : (
        <ThemePick except={theme.id} onPick={setIntoId} />
      )}
    </SidePanel>
  )
}

/** Two themes beside each other, and what they are as one. */
function Together({ theme, into, together }: Answer<typeof previewMerge>) {
  const both = theme.accounts + into.accounts - together.accounts
  return (
    <>
      <p>
        Together {plural(together.mentions, 'mention')} by {plural(together.accounts, 'account')}
        {both > 0 && ` (${count(both)} said both)`}, {money(together.mrrCents, together.currency)} a month,{' '}
        place {together.rank}.
      </p>
      <p className="help mt-1">
        Of the last 12 weeks. Nothing has changed yet; every item stays what it is, and a merge can be taken
        back.
      </p>
      <Alone {...theme} />
      <Alone {...into} />
    </>
  )
}

function Alone({ name, mentions, accounts, quotes }: Answer<typeof previewMerge>['theme']) {
  return (
    <section className="mt-4">
      <h3 className="med">
        {name}{' '}
        <span className="muted num font-normal">
          {plural(mentions, 'mention')} · {plural(accounts, 'account')}
        </span>
      </h3>
      <ul>
        {quotes.map((quote) => (
          <li key={quote.feedbackId} className="help mt-1">
            “{quote.text}”
          </li>
        ))}
      </ul>
    </section>
  )
}

const sizes = ['2', '3', '4', '5'] as const

function Split({ detail: { theme }, onClose }: PanelProps) {
  const slug = useSlug()
  const [parts, setParts] = useState<(typeof sizes)[number]>('2')
  const preview = useQuery({
    queryKey: ['theme-split', slug, theme.id, parts],
    queryFn: ({ signal }) => call(previewSplit, { themeId: theme.id, parts }, { signal }),
    retry: false,
  })
  const split = useThemeChange(() => call(splitTheme, { themeId: theme.id, parts }))
  const undo = useThemeChange(() => call(unsplitTheme, { themeId: theme.id }))
  const apply = async () => {
    const made = await split.mutateAsync(undefined)
    onClose()
    toast({
      message: `Split into ${made.parts.map((part) => `“${part.name}”`).join(' and ')}.`,
      undo: () => undo.mutateAsync(undefined),
    })
  }
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Split the theme"
      footer={
        <Button kind="primary" busy={split.isPending} disabled={!preview.data} onClick={() => void apply()}>
          Split
        </Button>
      }
    >
      <Segments
        label="Parts"
        value={parts}
        options={sizes.map((value) => ({ value, label: value }))}
        onChange={(next) => setParts(next)}
      />
      {preview.isPending ? (
        <LoadingBlock height={240} label="Trying the split" />
      ) : preview.isError ? (
        <Failed error={preview.error} title="It cannot be split" />
      ) : (
        <>
          <p className="help mt-3">
            Seen on its newest {plural(preview.data.items, 'item')}; nothing has changed yet.
          </p>
          {preview.data.parts.map((part) => (
            <section key={part.phrases.join()} className="mt-4">
              <h3 className="med">
                {part.phrases.slice(0, 3).join(' · ')}{' '}
                <span className="muted num font-normal">{count(part.items)}</span>
              </h3>
              <ul>
                {part.quotes.map((quote) => (
                  <li key={quote.feedbackId} className="help mt-1">
                    “{quote.text}”
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </>
      )}
    </SidePanel>
  )
}

function Rules({ detail: { theme }, onClose }: PanelProps) {
  const [text, setText] = useState(theme.rules.join('\n'))
  const change = useThemeChange((rules: string[]) => call(changeTheme, { themeId: theme.id, rules }))
  const save = async () => {
    await change.mutateAsync(rulesOf(text))
    onClose()
    toast({
      message: 'Items are being placed by the new rule.',
      undo: () => change.mutateAsync(theme.rules),
    })
  }
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Rule of the theme"
      footer={
        <Button kind="primary" busy={change.isPending} onClick={() => void save()}>
          Apply
        </Button>
      }
    >
      <RuleFields text={text} onText={setText} themeId={theme.id} />
    </SidePanel>
  )
}
