import ts from 'typescript';
import { KIND } from '../kinds.ts';
import type { Observed } from '../machine.ts';
import type { Sighting } from '../sighting.ts';
import { allFlows } from '../value.ts';

const UNSAFE = /^(?:node-serialize\.unserialize|serialize\.unserialize|funcster\.(?:deepDeserialize|deserialize)|cryo\.parse|serialize-to-js\.deserialize|v8\.deserialize|js-yaml\.loadAll|serialijse\.deserialize|php-serialize\.unserialize|node-serialize|jsonpickle\.decode|javascript-serializer\.deserialize|deserialize-javascript|unserialize|v8\.Deserializer|jserialize\.unserialize|serialize-js\.unserialize|node-serialize2\.unserialize)$/;
const SAFE_SCHEMA = /FAILSAFE|JSON_SCHEMA|CORE_SCHEMA|SAFE_SCHEMA|DEFAULT_SAFE|coreSchema|jsonSchema|failsafe|\bschema\b/;

/** Input that is turned into objects by something that can run code while doing so. */
export function deserialisationSightings(event: Observed, text: string): Sighting[] {
  if (event.kind !== 'call') return [];
  const { node, origin, method, receiverName, args, argNodes } = event.call;
  const [first, second] = args;
  if (first === undefined || allFlows(first).length === 0) return [];
  const values = [{ flows: allFlows(first) }];
  const sighting = (message: string, advice: string, rule = 'unsafe-deserialisation'): Sighting[] => [{ rule, class: 'unsafe-deserialisation', node, kind: KIND.deserialise, values, message, advice }];
  if (UNSAFE.test(origin) || method === 'unserialize' || (method === 'deepDeserialize') || (method === 'deserialize' && /^(?:v8|cryo|funcster|serialijse|serializer|serialize)$/.test(receiverName))) return sighting('Input is turned into objects by a format that can bring functions along and run them.', 'Use JSON.parse and check the result against a schema.');
  if (/^(?:js-yaml\.load|yamljs\.parse)$/.test(origin) || (method === 'load' && /^(?:yaml|jsyaml|jsYaml|YAML)$/.test(receiverName) && origin !== '' && !origin.startsWith('yaml.'))) {
    const options = argNodes[1]?.getText() ?? '';
    if (/UNSAFE|FULL|unsafe|jsYamlJsTypes|js-yaml-js-types|extend/.test(options)) return sighting('Input is read as YAML with types that run code (!!js/function).', 'Leave the schema at its safe default, or use JSON_SCHEMA.');
    if (SAFE_SCHEMA.test(options) || /js-yaml(?:@|\s+v?|\s*\^?)4|safeLoad is gone|v4/i.test(text)) return [];
    return sighting('Input is read by yaml.load, which before js-yaml 4 makes functions out of !!js/function.', 'Name a safe schema ({ schema: yaml.JSON_SCHEMA }), and check the result.');
  }
  if (/bson/i.test(origin + receiverName) && method === 'deserialize' && second?.node !== undefined && /evalFunctions:\s*true/.test(second.node.getText())) return sighting('Input is read as BSON with functions evaluated.', 'Leave evalFunctions off.');
  if (/^libxmljs2?\.(?:parseXml|parseXmlString|parseXmlAsync)$/.test(origin) || (/^parseXml(?:String)?$/.test(method) && /libxml/i.test(receiverName))) return argNodes[1] !== undefined && ts.isObjectLiteralExpression(argNodes[1]) && /noent:\s*true/.test(argNodes[1].getText()) ? sighting('Input is read as XML with external entities, which read files and call hosts.', 'Leave noent off.', 'xml-external-entities') : [];
  return [];
}
