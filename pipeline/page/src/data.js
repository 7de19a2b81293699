// The data of the page as objects; pipeline/page/payload.py writes it in this order.

export function read(text) {
  const data = JSON.parse(text);
  const docs = data.docs.map(([id, source, title, published, atHand], number) =>
    ({ number, id, source, title, published, atHand }));
  const sentences = data.sentences.map(([doc, text_, raw, start, end]) => ({ doc, text: text_, raw, start, end }));
  const places = data.places.map(([words, sentence, from, to, rawFrom, rawTo, start, end]) =>
    ({ words, sentence: sentences[sentence], from, to, rawFrom, rawTo, start, end }));
  const agencies = data.agencies.map(([name, region, level, kind]) => ({ name, region, level, kind }));
  const dates = data.dates.map(([from, to, kind]) => ({ from, to, kind }));
  const byId = new Map();
  const records = data.records.map((row, number) => {
    const [id, doc, spans, measure, quantity, agency, date, category, categorySure, scores, partOf, repeats, summable] = row;
    const [action, object, type, status, measureSure] = measure;
    const [m, q, a, d, c] = spans.map((place) => places[place]);
    const record = {
      number, id, doc: docs[doc], partOf, repeats, summable, action, object, type, status, category, scores,
      measureSure, categorySure, sure: Math.min(measureSure, categorySure),
      quantity: quantity && named(quantity), agency: agencies[agency], date: dates[date],
      places: { measure: m, quantity: q, agency: a, date: d, campaign: c },
    };
    record.period = periodOf(record.date);
    byId.set(id, record);
    return record;
  });
  return { title: data.title, docs, records, byId, labels: data.labels, regions: data.regions };
}

function named([low, high, unit, approximate, per, direction, basis]) {
  return { low, high, unit, approximate, per, direction, basis };
}

// The month that holds the whole period; a longer one and one that is not settled have names of their own.
function periodOf(date) {
  if (!date?.from || !date.to) return "unknown";
  return date.from.slice(0, 7) === date.to.slice(0, 7) ? date.from.slice(0, 7) : "longer";
}
