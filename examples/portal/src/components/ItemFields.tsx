import type { Schema } from "../api/types.js";
import { useTexts } from "../i18n/context.js";
import { LongField } from "./fields.js";

/** The fields that items name: `surname` of `field:surname`. */
export function namedFields(items: Schema<"Item">[]): Set<string> {
  const fields = items.map(({ target }) => target).filter((target) => target.startsWith("field:"));
  return new Set(fields.map((target) => target.slice("field:".length)));
}

/** The documents that items name. */
export function namedDocuments(items: Schema<"Item">[]): Schema<"DocumentType">[] {
  const documents = items.map(({ target }) => target).filter((target) => target.startsWith("document:"));
  return documents.map((target) => target.slice("document:".length) as Schema<"DocumentType">);
}

/** What is to be put right and why. */
export function ItemList({ items }: { items: Schema<"Item">[] }) {
  const { answer } = useTexts();
  return (
    <ul class="items">
      {items.map((item) => (
        <li>
          <strong>{item.target_label}</strong>{" "}
          <span class={item.addressed ? "tag well" : "tag wanted"}>{item.addressed ? answer.addressed : answer.open}</span>
          <p>{item.reason}</p>
          {item.comment === undefined ? null : <blockquote>{item.comment}</blockquote>}
        </li>
      ))}
    </ul>
  );
}

/** A place for words about each item. Whoever leaves one empty lets the correction speak. */
export function ItemAnswers({ items }: { items: Schema<"Item">[] }) {
  const { answer, fields } = useTexts();
  return (
    <>
      {items.map((item, index) => (
        <fieldset>
          <legend>{item.target_label}</legend>
          <p>{item.reason}</p>
          <input type="hidden" name={`/answers/${index}/item_id`} value={item.id} />
          <LongField
            at={`/answers/${index}/comment`}
            label={item.target === "question" ? fields.comment : answer.comment}
            value={item.comment}
            optional={item.target !== "question"}
          />
        </fieldset>
      ))}
    </>
  );
}

/** Only the answers that say something: the others have an item and no words. */
export function spoken(answers: Schema<"ItemAnswer">[] | undefined): Schema<"ItemAnswer">[] {
  return (answers ?? []).filter(({ comment }) => comment !== undefined && comment !== "");
}
