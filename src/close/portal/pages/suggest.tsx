/** @jsxImportSource hono/jsx */
import type { Open } from '#close/portal/open.ts'
import { EmailField, IdeaList, ImportanceField } from '#close/portal/pages/parts.tsx'
import { portalPage } from '#close/portal/pages/shell.tsx'
import type { Idea } from '#close/portal/queries/ideas.ts'
import { longest } from '#close/portal/rules.ts'
import { Trap } from '#platform/http/trap.tsx'
import { encodeId } from '#platform/ids.ts'

/** What was typed so far. */
export interface Typed {
  title: string
  text: string
  boardId: string
  importance: number
  email: string
  once: string
}

/**
 * Suggesting in two steps: first the line, which looks for ideas like it; then the rest, below what was found.
 */
export function suggestPage(
  open: Open,
  of: {
    typed: Typed
    /** what asks for the same; undefined before anything was typed */
    alike: Idea[] | undefined
    votes: ReadonlyMap<string, number>
    wrong?: { status: 400 | 429; text: string }
  },
): Response {
  const { texts, base, boards, viewer } = open
  const { typed, alike, wrong } = of
  const path = `${base}/suggest`
  const alert = wrong ? (
    <p class="wrong gap" role="alert">
      {wrong.text}
    </p>
  ) : null
  const title = (
    <label class="field">
      {texts.oneLine}
      <input
        type="text"
        name="title"
        maxlength={longest.title}
        required
        value={typed.title}
        dir="auto"
        autocomplete="off"
      />
    </label>
  )
  return portalPage(open, {
    title: texts.suggest,
    tab: 'ideas',
    path,
    isPersonal: true,
    ...(wrong && { status: wrong.status }),
    children:
      alike === undefined ? (
        <form method="get" action={path} class="narrow">
          <h1>{texts.suggest}</h1>
          {alert}
          {title}
          <p class="gap">
            <button class="send" type="submit">
              {texts.look}
            </button>
          </p>
        </form>
      ) : (
        <>
          <h1>{texts.suggest}</h1>
          {alike.length > 0 ? (
            <section class="gap" aria-labelledby="alike">
              <h2 id="alike">{texts.alike}</h2>
              <p class="dim">{texts.alikeNote}</p>
              <IdeaList open={open} ideas={alike} votes={of.votes} back={base} />
              <h2 class="big-gap">{texts.another}</h2>
            </section>
          ) : null}
          <form method="post" action={path} class="narrow">
            {alert}
            {title}
            <label class="field">
              {texts.why} <span class="note">{texts.optional}</span>
              <textarea name="text" maxlength={longest.text} dir="auto">
                {typed.text}
              </textarea>
            </label>
            {boards.length > 0 ? (
              <label class="field">
                {texts.board}
                <select name="board">
                  <option value="">{texts.noBoard}</option>
                  {boards.map((board) => {
                    const id = encodeId('brd', board.id)
                    return (
                      <option value={id} selected={id === typed.boardId}>
                        {board.name}
                      </option>
                    )
                  })}
                </select>
              </label>
            ) : null}
            <ImportanceField open={open} chosen={typed.importance} />
            {viewer ? null : <EmailField open={open} email={typed.email} />}
            <Trap label="Website" />
            <input type="hidden" name="once" value={typed.once} />
            <p class="gap">
              <button class="send" type="submit">
                {texts.post}
              </button>
            </p>
          </form>
        </>
      ),
  })
}
