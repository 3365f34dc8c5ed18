import type { WidgetKey } from '#collect/widget/contract.ts'
import { CopyLine } from '#platform/web/copy.tsx'

/** The script tag of a key to copy, and where to try it. */
export function Snippet({
  widget,
  scriptUrl,
  demoUrl,
}: {
  widget: WidgetKey
  scriptUrl: string
  demoUrl: string
}) {
  return (
    <>
      <CopyLine
        text={`<script async src="${scriptUrl}" data-key="${widget.publicId}"></script>`}
        label="Script tag"
      />
      <p className="help">
        For single-page apps, signed-in people and content security policies, see <code>docs/widget.md</code>.
        {widget.onDemoPage && (
          <>
            {' '}
            <a className="link" href={`${demoUrl}?key=${widget.publicId}`} target="_blank" rel="noreferrer">
              Try it on the demo page
            </a>
          </>
        )}
      </p>
    </>
  )
}
