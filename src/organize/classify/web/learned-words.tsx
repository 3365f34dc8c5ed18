import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type LearnedValue, putLearnedWord, type SuggestedField } from '#organize/classify/contract.ts'
import { fieldLabels } from '#organize/classify/web/fields.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Segments } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { Tag } from '#platform/web/marks.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** The learned words by field and value; each can be removed and given back. */
export function LearnedWords({
  values,
  onChanged,
}: {
  values: readonly LearnedValue[]
  onChanged(): Promise<void>
}) {
  const canChange = useCan('feedback:manage')
  const fields = (Object.keys(fieldLabels) as SuggestedField[]).filter((field) =>
    values.some((one) => one.field === field),
  )
  const [chosen, setChosen] = useState<SuggestedField>()
  const field = chosen && fields.includes(chosen) ? chosen : fields[0]
  const put = useMutation({
    mutationFn: ({ of, word, isRemoved }: { of: LearnedValue; word: string; isRemoved: boolean }) =>
      call(putLearnedWord, { field: of.field, value: of.value, word, isRemoved }),
    onError: (error) => toastError(error, 'The word stays as it was'),
  })
  const change = async (
    of: LearnedValue,
    { word, text }: { word: string; text: string },
    isRemoved: boolean,
  ) => {
    await put.mutateAsync({ of, word, isRemoved })
    await onChanged()
    toast({
      message: isRemoved
        ? `“${text}” says nothing for ${of.label} any more.`
        : `“${text}” speaks for ${of.label} again.`,
      undo: async () => {
        await put.mutateAsync({ of, word, isRemoved: !isRemoved })
        await onChanged()
      },
    })
  }
  if (!field) return <p className="muted">Nothing yet: no suggestion was accepted, changed or refused.</p>
  return (
    <>
      {fields.length > 1 && (
        <div className="overflow-x-auto">
          <Segments<SuggestedField>
            label="Field"
            value={field}
            options={fields.map((one) => ({ value: one, label: fieldLabels[one] }))}
            onChange={setChosen}
          />
        </div>
      )}
      <ul>
        {values
          .filter((one) => one.field === field)
          .map((one) => (
            <li key={one.value} className="border-t border-line py-2">
              <div className="row">
                <span className="med grow">{one.label}</span>
                <span className="help num nowrap">from {plural(one.lessons, 'decision')}</span>
              </div>
              <div className="mt-1 flex flex-wrap gap-1.5">
                {one.words.map((word) => (
                  <Tag
                    key={word.word}
                    {...(canChange && { onRemove: () => void change(one, word, true).catch(() => {}) })}
                  >
                    {word.text}
                  </Tag>
                ))}
                {one.words.length === 0 && <span className="muted xs">No word stands out yet.</span>}
              </div>
              {one.removed.length > 0 && (
                <div className="mt-1 flex flex-wrap items-center gap-1.5">
                  <span className="help">Removed:</span>
                  {one.removed.map((word) => (
                    <Button
                      key={word.word}
                      size="sm"
                      kind="ghost"
                      disabled={!canChange}
                      aria-label={`Give ${word.text} back to ${one.label}`}
                      onClick={() => void change(one, word, false).catch(() => {})}
                    >
                      <span className="line-through">{word.text}</span>
                    </Button>
                  ))}
                </div>
              )}
            </li>
          ))}
      </ul>
    </>
  )
}
