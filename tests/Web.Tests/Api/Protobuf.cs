using System.Text;
using Google.Protobuf;

namespace AccessKiosk.Web.Tests.Api;

/// <summary>A protobuf message by its fields' numbers, without the classes that a schema's compiler would make.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Number, ulong Value, byte[] Bytes)> _fields = [];

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is none.</exception>
    public Protobuf(byte[] message)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            _fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (number, input.ReadUInt64(), []),
                WireFormat.WireType.Fixed64 => (number, input.ReadFixed64(), []),
                WireFormat.WireType.Fixed32 => (number, input.ReadFixed32(), []),
                _ => (number, 0, input.ReadBytes().ToByteArray()),
            });
        }
    }

    /// <summary>The messages of a field that may be there several times.</summary>
    public IEnumerable<Protobuf> All(int number) => _fields.Where(field => field.Number == number).Select(field => new Protobuf(field.Bytes));

    /// <summary>Whether a field is there.</summary>
    public bool Has(int number) => _fields.Any(field => field.Number == number);

    /// <summary>The text of a field.</summary>
    public string Text(int number) => Encoding.UTF8.GetString(_fields.First(field => field.Number == number).Bytes);

    /// <summary>The bits of a number.</summary>
    public ulong Bits(int number) => _fields.First(field => field.Number == number).Value;
}
