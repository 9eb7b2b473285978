// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import PolicyKit

extension Key {
  /// A key that holds a quantity.
  ///
  /// - Parameter orKernels: Whether it may be `kernel`, for what the kernel computes.
  static func amount<Value: ParameterValue>(
    _ name: String, _ path: Path<Value>, in range: ClosedRange<Value>,
    isRequired: Bool = false, orKernels: Bool = false, _ help: String
  ) -> Key {
    let kind = Value.quantityKind
    let integers = range.lowerBound.parameterInteger...range.upperBound.parameterInteger
    // What the kernel computes is known when all else has been read.
    let word = orKernels ? "kernel" : nil
    var key = Key(
      name, help, .amount(kind, integers, words: word.map { [$0] } ?? []), isRequired: isRequired,
      bind: { node, root, binder in
        guard word == nil || node.text != word else { return }
        guard let value = binder.amount(node, name, kind, integers, orElse: word) else { return }
        root[keyPath: path] = Value(parameterInteger: value)
      }, text: { kind.text($0[keyPath: path].parameterInteger) })
    key.documentedDefault = word
    return key
  }

  /// A key that holds a quantity or, by a word, none.
  static func amount<Value: ParameterValue>(
    _ name: String, _ path: Path<Value?>,
    in range: ClosedRange<Value>, orElse word: String, _ help: String
  ) -> Key {
    let kind = Value.quantityKind
    let integers = range.lowerBound.parameterInteger...range.upperBound.parameterInteger
    return Key(
      name, help, .amount(kind, integers, words: [word]),
      bind: { node, root, binder in
        guard node.text != word else {
          root[keyPath: path] = nil
          return
        }
        guard let value = binder.amount(node, name, kind, integers, orElse: word) else { return }
        root[keyPath: path] = Value(parameterInteger: value)
      }, text: { $0[keyPath: path].map { kind.text($0.parameterInteger) } ?? word })
  }

  /// A key that holds a quantity which is fixed or drawn.
  static func draw(
    _ name: String, _ path: Path<Draw>, _ kind: QuantityKind,
    in range: ClosedRange<Int64>, isRequired: Bool = false, _ help: String
  ) -> Key {
    Key(
      name, help, .draw(kind, range), isRequired: isRequired,
      bind: { node, root, binder in
        guard let value = binder.draw(node, name, kind, range) else { return }
        root[keyPath: path] = value
      }, text: { $0[keyPath: path].text(kind) })
  }

  /// A key that holds one of the words of an enumeration.
  static func word<Word: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ path: Path<Word>, _ help: String
  ) -> Key {
    let words = Word.allCases.map(\.rawValue)
    return Key(
      name, help, .word(words),
      bind: { node, root, binder in
        guard let index = binder.word(node, name, words), let word = Word(rawValue: words[index])
        else { return }
        root[keyPath: path] = word
      }, text: { $0[keyPath: path].rawValue })
  }

  /// A key that is true or false.
  static func truth(
    _ name: String, _ path: Path<Bool>, _ help: String
  ) -> Key {
    Key(
      name, help, .truth,
      bind: { node, root, binder in
        guard let value = binder.truth(node, name) else { return }
        root[keyPath: path] = value
      }, text: { $0[keyPath: path] ? "true" : "false" })
  }

  /// A key that holds a block of keys.
  static func block<Inner: Sendable>(
    _ name: String, _ path: Path<Inner>, _ block: Block<Inner>,
    isRequired: Bool = false, _ help: String
  ) -> Key {
    Key(
      name, help, .block, isRequired: isRequired,
      inner: .init(
        defaultText: { block.defaultText(at: $0, in: $1[keyPath: path]) },
        descriptions: { block.descriptions }),
      bind: { node, root, binder in
        binder.bind(node, as: block, into: &root[keyPath: path])
      }, text: { _ in nil },
      list: { entry, root, listing in
        listing.open(name)
        block.list(entry?.value.mapping, root[keyPath: path], in: &listing)
        listing.close()
      })
  }

  /// A key that holds a list of blocks, each with a `name` of its own.
  ///
  /// - Parameters:
  ///   - draft: what an item is read into, made from the item itself.
  ///   - finish: the item that a draft describes.
  static func list<Item: Sendable, Draft: Sendable>(
    _ name: String, _ path: Path<[Item]>, _ block: Block<Draft>,
    draft: @escaping @Sendable (Item) -> Draft, finish: @escaping @Sendable (Draft) -> Item,
    _ help: String
  ) -> Key {
    Key(
      name, help, .list,
      inner: .init(
        defaultText: { path, _ in block.defaultText(at: path.dropFirst()) },
        descriptions: { block.descriptions }),
      bind: { node, root, binder in
        guard let items = node.isNull ? [] : node.items, items.count <= Binder.itemsMax else {
          let found = node.items.map { "a list of \($0.count)" } ?? node.kindDescription
          // Who is used to names as keys writes them as keys.
          let first = node.mapping?.entries.first?.key
          let way =
            node.mapping?["name"] != nil
            ? ": put '- ' before it"
            : first.map { ": write '- name: \($0.abbreviated)' for '\($0.abbreviated):'" } ?? ""
          binder.error(
            name, "expected a list of at most \(Binder.itemsMax) blocks, found \(found)\(way)",
            at: node.location)
          return
        }
        root[keyPath: path] = items.map { item in
          var draft = block.defaults
          binder.bind(item, as: block, into: &draft)
          return finish(draft)
        }
      }, text: { _ in nil },
      list: { entry, root, listing in
        let items = root[keyPath: path]
        let nodes = entry?.value.items ?? []
        listing.open(name)
        for (index, item) in items.enumerated() {
          listing.beginItem()
          let node = nodes.indices.contains(index) ? nodes[index].mapping : nil
          block.list(node, draft(item), in: &listing)
          listing.endItem()
        }
        listing.close()
      })
  }

  /// A key that chooses a policy.
  static func policy(
    _ role: PolicyRole, _ path: Path<PolicyChoice>, _ help: String
  ) -> Key {
    Key(
      role.rawValue, help, .policy(role.rawValue),
      bind: { node, root, binder in
        guard let choice = binder.policy(node, role) else { return }
        root[keyPath: path] = choice
      }, text: { $0[keyPath: path].name },
      list: { entry, root, listing in
        listing.add(role, entry, root[keyPath: path])
      })
  }

  /// A key that exists for the whole experiment, not for a trial, and is read elsewhere.
  static func elsewhere(
    _ name: String, _ form: KeyDescription.Form, keys: [KeyDescription] = [], _ help: String
  ) -> Key {
    Key(
      name, help, form, inner: .keys(keys), bind: { _, _, _ in }, text: { _ in nil },
      list: { entry, _, listing in if let entry { listing.add(entry) } })
  }
}

extension ParameterValue {
  /// The kind of quantity in which values of this type are written.
  static var quantityKind: QuantityKind {
    switch parameterUnit {
    case .pages: .memory
    case .duration: .duration
    case .rate: .rate
    case .share: .share
    case .count, .choice: .count
    }
  }
}

extension Draw {
  /// The value as YAML on one line.
  func text(_ kind: QuantityKind) -> String {
    switch self {
    case .fixed(let value): kind.text(value)
    case .uniform(let range):
      "{ uniform: [\(kind.text(range.lowerBound)), \(kind.text(range.upperBound))] }"
    case .exponential(let mean, 1): "{ exponential: \(kind.text(mean)) }"
    case .exponential(let mean, let step):
      "{ exponential: \(kind.text(mean)), step: \(kind.text(step)) }"
    }
  }
}

extension Key {
  /// A key that holds a quantity, or that is left out.
  static func optional<Value: ParameterValue>(
    _ name: String, _ path: Path<Value?>,
    in range: ClosedRange<Value>, _ help: String
  ) -> Key {
    let kind = Value.quantityKind
    let integers = range.lowerBound.parameterInteger...range.upperBound.parameterInteger
    return Key(
      name, help, .amount(kind, integers, words: []),
      bind: { node, root, binder in
        guard let value = binder.amount(node, name, kind, integers) else { return }
        root[keyPath: path] = Value(parameterInteger: value)
      }, text: { $0[keyPath: path].map { kind.text($0.parameterInteger) } })
  }
}
