using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AccessKiosk.Architecture.Tests;

/// <summary>Settings that nothing reads would promise what does not happen.</summary>
public sealed class SettingTests
{
    // It allows at the start what would be refused without it, and does nothing else.
    private static readonly string[] Permissions = ["System.Boolean AccessKiosk.Web.Notifications.Mqtt.MqttOptions::get_AllowClearText()"];

    private static readonly string[] Programs = ["Foundation", "Vision", "Liveness", "Storage", "Enrollment", "Hardware", "Recognition", "Access", "Web", "Kiosk"];

    [Fact]
    public void Every_setting_is_read_by_more_than_its_own_validation()
    {
        var (settings, read) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var program in Programs)
        {
            using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, $"AccessKiosk.{program}.dll"));
            foreach (var type in module.GetTypes())
            {
                if (type.Name.EndsWith("Options", StringComparison.Ordinal))
                    settings.UnionWith(type.Properties.Where(IsSetting).Select(property => property.GetMethod.FullName));
                foreach (var method in type.Methods.Where(method => method.HasBody && !IsValidation(method)))
                    read.UnionWith(method.Body.Instructions.Where(IsCall).Select(call => ((MethodReference)call.Operand).FullName));
            }
        }

        Assert.True(settings.Count > 150, $"{settings.Count} settings");
        Assert.Empty(settings.Where(setting => !read.Contains(setting)).Except(Permissions, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static bool IsSetting(PropertyDefinition property) => property.GetMethod is { IsPublic: true, IsStatic: false } && property.SetMethod is { IsPublic: true };

    private static bool IsValidation(MethodDefinition method) =>
        method.DeclaringType.FullName.Contains("Options", StringComparison.Ordinal) && method.FullName.Contains("Fault", StringComparison.Ordinal);

    private static bool IsCall(Instruction instruction) => instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Ldftn;
}
