using System.Runtime.InteropServices;

namespace AccessKiosk.Enrollment.People;

/// <summary>Names one biometric reference: one capture of one person.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ReferenceId(Guid Value)
{
    /// <summary>A new id; ids of later references sort after earlier ones (UUID version 7).</summary>
    public static ReferenceId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
