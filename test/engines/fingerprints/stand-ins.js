/**
 * Stand-ins for what njs and Duktape lack and the library uses. Each does as much as is needed here; where the engine has
 * its own, that is used.
 *
 * @module
 */

/** Gives an object a function, unseen by `for … in`. */
function put(object, name, value) {
  Object.defineProperty(object, name, { value, writable: true, configurable: true });
}

/** Gives an object the functions that it lacks. */
function add(object, functions) {
  for (const name of Object.keys(functions)) {
    if (typeof object[name] !== 'function') put(object, name, functions[name]);
  }
}

/** The elements of a list, a Map or a generator. */
function listOf(source) {
  const list = [];
  if (typeof source.length === 'number') {
    for (let at = 0; at < source.length; at++) list.push(source[at]);
    return list;
  }
  const elements = source[Symbol.iterator]();
  for (let next = elements.next(); !next.done; next = elements.next()) list.push(next.value);
  return list;
}

/** `from` of a kind of array. */
function fromOf(Kind) {
  return (source, map) => {
    const list = listOf(source);
    const out = new Kind(list.length);
    for (let at = 0; at < list.length; at++) out[at] = map === undefined ? list[at] : map(list[at], at);
    return out;
  };
}

/** Map and Set in one: a list of keys and one of values. Few keys are kept here, so searching is fast enough. */
function Table(entries) {
  this.names = [];
  this.contents = [];
  for (const entry of listOf(entries === undefined ? [] : entries)) this.set(entry[0], entry[1]);
}

add(Table.prototype, {
  has(key) {
    return this.names.lastIndexOf(key) >= 0;
  },
  get(key) {
    return this.contents[this.names.lastIndexOf(key)];
  },
  set(key, value) {
    const at = this.names.lastIndexOf(key);
    this.contents[at < 0 ? this.names.push(key) - 1 : at] = value;
    return this;
  },
  add(key) {
    return this.set(key, key);
  },
  values() {
    return this.contents;
  },
});

Table.prototype[Symbol.iterator] = function iterate() {
  const { names, contents } = this;
  let at = -1;
  return { next: () => ({ done: ++at >= names.length, value: [names[at], contents[at]] }) };
};

/** WeakMap and WeakSet in one: what belongs to a key is a property of it. Private fields need it, of thousands of objects. */
function WeakTable() {
  WeakTable.count = (WeakTable.count || 0) + 1;
  this.name = `private ${WeakTable.count}`;
}

add(WeakTable.prototype, {
  has(key) {
    return Object.prototype.hasOwnProperty.call(key, this.name);
  },
  get(key) {
    return key[this.name];
  },
  set(key, value) {
    put(key, this.name, value);
    return this;
  },
  add(key) {
    return this.set(key, true);
  },
});

add(globalThis, { Map: Table, Set: Table, WeakMap: WeakTable, WeakSet: WeakTable });

add(Object, {
  entries: (object) => Object.keys(object).map((key) => [key, object[key]]),
  values: (object) => Object.keys(object).map((key) => object[key]),
  fromEntries(entries) {
    const object = {};
    for (const entry of listOf(entries)) object[entry[0]] = entry[1];
    return object;
  },
});

add(Math, { fround: (x) => new Float32Array([x])[0] });

add(String.prototype, {
  padStart(length, filler) {
    let text = String(this);
    while (text.length < length) text = filler + text;
    return text;
  },
});

const LISTS = {
  fill(value, begin, end) {
    for (let at = begin || 0; at < (end === undefined ? this.length : end); at++) this[at] = value;
    return this;
  },
  slice(begin, end) {
    return new this.constructor(this.subarray(begin || 0, end));
  },
  find(test) {
    for (let at = 0; at < this.length; at++) if (test(this[at], at)) return this[at];
    return undefined;
  },
  findIndex(test) {
    for (let at = 0; at < this.length; at++) if (test(this[at], at)) return at;
    return -1;
  },
  every(test) {
    for (let at = 0; at < this.length; at++) if (!test(this[at], at)) return false;
    return true;
  },
  entries() {
    return this.map((element, at) => [at, element]);
  },
  includes(element) {
    return this.indexOf(element) >= 0;
  },
};

add(Array.prototype, {
  flatMap(map) {
    const list = [];
    for (let at = 0; at < this.length; at++) for (const element of listOf(map(this[at], at))) list.push(element);
    return list;
  },
});
add(Array, { from: fromOf(Array), of: (...elements) => elements });
add(Array.prototype, LISTS);
for (const Kind of [Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array]) {
  add(Kind, { from: fromOf(Kind), of: (...elements) => new Kind(elements) });
  add(Kind.prototype, LISTS);
}

/** How `sort` compares texts when it is not told. */
function inOrder(a, b) {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

// Since ES2019 elements that compare equal keep their order. Music needs it: keys that go down at once do so from the lowest.
const places = Array.from({ length: 600 }, (_, at) => at);
if (places.sort(() => 0).some((place, at) => place !== at)) {
  const { sort } = Array.prototype;
  put(Array.prototype, 'sort', function stable(compare = inOrder) {
    const tagged = this.map((element, at) => ({ element, at }));
    sort.call(tagged, (a, b) => compare(a.element, b.element) || a.at - b.at);
    for (let at = 0; at < tagged.length; at++) this[at] = tagged[at].element;
    return this;
  });
}

for (const Kind of [Uint32Array, Float32Array, Float64Array]) {
  add(Kind.prototype, {
    sort(compare = (a, b) => a - b) {
      const sorted = listOf(this).sort(compare);
      for (let at = 0; at < sorted.length; at++) this[at] = sorted[at];
      return this;
    },
  });
}

/** The code point of the character that begins at a place, its two halves taken together. */
function codePointAt(at) {
  const high = this.charCodeAt(at);
  const low = this.charCodeAt(at + 1);
  return high >> 10 === 54 && low >> 10 === 55 ? 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00) : high;
}

add(String.prototype, { codePointAt });
if (typeof String.prototype[Symbol.iterator] !== 'function') {
  put(String.prototype, Symbol.iterator, function characters() {
    const text = String(this);
    let at = 0;
    return {
      next() {
        const length = codePointAt.call(text, at) > 0xffff ? 2 : 1;
        at += length;
        return { done: at > text.length, value: text.slice(at - length, at) };
      },
    };
  });
}
