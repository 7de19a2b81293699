// Which records are shown, and how many there are of each value under the other choices.
import { rollup } from "d3-array";

export const NONE = {
  status: "done", text: "", category: "", type: "", agency: "", region: "", period: "", unit: "", doc: "",
  sure: "", summable: "", amounts: "",
};
export const LOW = 0.5;

const SURE = { low: (p) => p < LOW, "50": (p) => p >= 0.5, "70": (p) => p >= 0.7, "90": (p) => p >= 0.9 };

const TESTS = {
  status: (r, want) => r.status === want,
  category: (r, want) => r.category === want,
  type: (r, want) => r.type === want,
  agency: (r, want) => (r.agency?.name ?? "?") === want,
  // A region is the beginning of a code: two digits a province, four a prefecture.
  region: (r, want) => (r.agency?.region ?? "?").startsWith(want),
  period: (r, want) => r.period.startsWith(want),
  unit: (r, want) => r.quantity?.unit === want,
  doc: (r, want) => String(r.doc.number) === want,
  sure: (r, want) => SURE[want](r.sure),
  summable: (r) => r.summable,
  amounts: (r) => Boolean(r.quantity),
  text: (r, want) => want.toLowerCase().split(/\s+/).every((word) => haystack(r).includes(word)),
};

function haystack(record) {
  record.haystack ??= [
    record.action, record.object, record.agency?.name, record.places.quantity?.words, record.places.date?.words,
    record.places.campaign?.words, record.doc.id, record.doc.title, record.places.measure.sentence?.text,
  ].join("\n").toLowerCase();
  return record.haystack;
}

export function chosen(records, filter, except = "") {
  const tests = Object.keys(TESTS).filter((name) => filter[name] && name !== except)
    .map((name) => (record) => TESTS[name](record, filter[name]));
  return records.filter((record) => tests.every((test) => test(record)));
}

// [value, count] of the records under all choices but that of `name`, so that another value can be chosen.
export function counts(records, filter, name, value) {
  return [...rollup(chosen(records, filter, name), (group) => group.length, value)];
}
