// case: SNS handler revives a document whose string members may be serialised functions
'use strict';

const MARK = '_$$ND_FUNC$$_';

function restore(node) {
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (value !== null && typeof value === 'object') {
      restore(value);
    } else if (typeof value === 'string' && value.indexOf(MARK) === 0) {
      node[key] = eval('(' + value.substring(MARK.length) + ')');
    }
  }
  return node;
}

exports.handler = async (event) => {
  const documents = event.Records.map((record) => restore(JSON.parse(record.Sns.Message)));
  return { documents: documents.length };
};
