// Rows of a file into a data source with Klaviyo's Node SDK, one request after the other, as its documentation shows.
//
// node loop.js FILE ENDPOINT DATA_SOURCE PART PARTS: sends every PARTS-th line of the file, beginning with the PARTth. The key is in
// KLAVIYO_API_KEY. The SDK gives up after three attempts unless told otherwise; a load that must not lose rows tells it so. And it
// sleeps ever longer up to maxInterval, whatever Retry-After says, so a short one serves it best.

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { ApiKeySession, CustomObjectsApi, RetryWithExponentialBackoff } from "klaviyo-api";

const [file, endpoint, dataSource, part, parts] = process.argv.slice(2);
const CHUNK = 500;

const retry = new RetryWithExponentialBackoff({ retryCodes: [429, 503, 504, 524], numRetries: 1000, maxInterval: 1 });
const api = new CustomObjectsApi(new ApiKeySession(process.env.KLAVIYO_API_KEY, retry));
api.basePath = endpoint;
// The SDK leaves the media type to axios, which says application/json. Klaviyo's document names only this one, and the emulator keeps to it.
api.defaultHeaders = { "Content-Type": "application/vnd.api+json" };

async function send(records) {
  await api.bulkCreateDataSourceRecords({
    data: {
      type: "data-source-record-bulk-create-job",
      attributes: {
        dataSourceRecords: {
          data: records.map((record) => ({ type: "data-source-record", attributes: { record } })),
        },
      },
      relationships: { dataSource: { data: { type: "data-source", id: dataSource } } },
    },
  });
}

let line = 0;
let records = [];
for await (const text of createInterface({ input: createReadStream(file) })) {
  if (line++ % Number(parts) === Number(part)) {
    records.push(JSON.parse(text));
    if (records.length === CHUNK) {
      await send(records);
      records = [];
    }
  }
}
if (records.length > 0) {
  await send(records);
}
