using System.Runtime.InteropServices;

namespace AccessKiosk.Enrollment.People;

/// <summary>Names one enrolled person; says nothing about who that is.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PersonId(Guid Value)
{
    /// <summary>A new id; ids of later people sort after earlier ones (UUID version 7).</summary>
    public static PersonId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
